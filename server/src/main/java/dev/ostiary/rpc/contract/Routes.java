package dev.ostiary.rpc.contract;

import dev.ostiary.rpc.contract.Template.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the call for a method and path: a tree of path segments, made once from the HTTP rules of the contract.
 *
 * <p>Where several rules fit a path, the one that was declared last wins, as in the recorded server. A variable takes any
 * segment, an empty one too, so {@code /idps/} is {@code /idps/{id}} with an empty id.
 */
public final class Routes {

    /** What {@link #find} found. */
    public sealed interface Found {}

    /**
     * The call for a path.
     *
     * @param variables name and value of each path variable
     * @param body the HTTP rule's body: {@code *}, a field's name or empty
     */
    public record Match(Method method, String body, List<Variable> variables) implements Found {}

    /** Nothing found: no rule has this path, or only rules for other methods have it. */
    public enum Miss implements Found {
        NO_SUCH_PATH,
        OTHER_METHOD
    }

    /**
     * A part of the path.
     *
     * @param field path of the request field it is put into, such as {@code user_id}
     */
    public record Variable(String field, String value) {}

    private record Rule(int order, Template template, String body, Method method) {}

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();

        @Nullable
        Node variable;

        /** By HTTP method. */
        final Map<String, Rule> here = new HashMap<>();

        final Map<String, Rule> rest = new HashMap<>();
    }

    private static final class Best {
        @Nullable
        Rule rule;

        boolean otherMethod;
    }

    private final Node root = new Node();
    private int count;

    Routes() {}

    /** Adds a rule; of the rules that fit a path, the one added last wins. */
    void add(String httpMethod, String path, String body, Method method) {
        Template template = Template.parse(path);
        Node node = root;
        Map<String, Rule> rules = node.here;
        for (Segment segment : template.segments()) {
            switch (segment) {
                case Segment.Literal(String text) -> node = node.literals.computeIfAbsent(text, t -> new Node());
                case Segment.One one -> node = node.variable = node.variable == null ? new Node() : node.variable;
                case Segment.Rest rest -> {}
            }
            rules = segment instanceof Segment.Rest ? node.rest : node.here;
        }
        rules.put(httpMethod, new Rule(count++, template, body, method));
    }

    /**
     * @param path decoded, beginning with a slash
     */
    public Found find(String httpMethod, String path) {
        String[] segments = path.substring(1).split("/", -1);
        Best best = new Best();
        search(root, segments, 0, httpMethod, best);
        if (best.rule == null) {
            return best.otherMethod ? Miss.OTHER_METHOD : Miss.NO_SUCH_PATH;
        }
        return new Match(best.rule.method, best.rule.body, variables(best.rule.template, segments));
    }

    private static void search(Node node, String[] segments, int at, String httpMethod, Best best) {
        consider(node.rest, httpMethod, best);
        if (at == segments.length) {
            consider(node.here, httpMethod, best);
            return;
        }
        Node literal = node.literals.get(segments[at]);
        if (literal != null) {
            search(literal, segments, at + 1, httpMethod, best);
        }
        if (node.variable != null) {
            search(node.variable, segments, at + 1, httpMethod, best);
        }
    }

    private static void consider(Map<String, Rule> rules, String httpMethod, Best best) {
        Rule rule = rules.get(httpMethod);
        if (rule == null) {
            best.otherMethod |= !rules.isEmpty();
        } else if (best.rule == null || rule.order > best.rule.order) {
            best.rule = rule;
        }
    }

    private static List<Variable> variables(Template template, String[] segments) {
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i < template.segments().size(); i++) {
            switch (template.segments().get(i)) {
                case Segment.Literal literal -> {}
                case Segment.One(String field) -> variables.add(new Variable(field, segments[i]));
                case Segment.Rest(String field) -> variables.add(new Variable(field, rest(segments, i)));
            }
        }
        return variables;
    }

    private static String rest(String[] segments, int from) {
        return String.join("/", List.of(segments).subList(Math.min(from, segments.length), segments.length));
    }
}
