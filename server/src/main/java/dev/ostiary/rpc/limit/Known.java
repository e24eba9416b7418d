package dev.ostiary.rpc.limit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Set;

/** Makes sure that no rule of the contract is passed over because nobody wrote a check for it. */
final class Known {
    private Known() {}

    /**
     * @throws IllegalStateException when a rule is set that is not one of these
     */
    static void only(Message rules, String... names) {
        Set<String> known = Set.of(names);
        for (FieldDescriptor rule : rules.getAllFields().keySet()) {
            if (!known.contains(rule.getName())) {
                throw new IllegalStateException("the limit " + rule.getFullName() + " is not known here");
            }
        }
    }
}
