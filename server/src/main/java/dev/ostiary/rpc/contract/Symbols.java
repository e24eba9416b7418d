package dev.ostiary.rpc.contract;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which compiled {@code .proto} file declares what: everything that has a name in some files and in all that they import. */
public final class Symbols {

    private final List<String> services;
    private final Map<String, FileDescriptor> files = new HashMap<>();
    private final Map<String, FileDescriptor> symbols = new HashMap<>();
    private final Map<String, NavigableMap<Integer, FileDescriptor>> extensions = new HashMap<>();

    private Symbols(List<String> services) {
        this.services = services;
    }

    /**
     * @param files the files whose services are listed
     */
    public static Symbols of(List<FileDescriptor> files) {
        Symbols index = new Symbols(files.stream()
                .flatMap(file -> file.getServices().stream())
                .map(ServiceDescriptor::getFullName)
                .sorted()
                .toList());
        files.forEach(index::add);
        return index;
    }

    /** The full names of the services, sorted. */
    public List<String> services() {
        return services;
    }

    /**
     * @param name as in an {@code import}, such as {@code google/api/annotations.proto}
     */
    public Optional<FileDescriptor> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /**
     * @param symbol the full name of a service, method, message, field, enumeration, value or extension
     */
    public Optional<FileDescriptor> declaring(String symbol) {
        return Optional.ofNullable(symbols.get(symbol));
    }

    /**
     * @param message full name of the message that is extended
     */
    public Optional<FileDescriptor> declaringExtension(String message, int number) {
        return Optional.ofNullable(extensions.get(message)).map(numbers -> numbers.get(number));
    }

    /** Returns the numbers of all extensions of a message, ascending; nothing when there is no such message. */
    public Optional<Set<Integer>> extensionsOf(String message) {
        return Optional.ofNullable(extensions.get(message)).map(NavigableMap::navigableKeySet);
    }

    private void add(FileDescriptor file) {
        if (files.putIfAbsent(file.getName(), file) != null) {
            return;
        }
        file.getServices().forEach(this::add);
        file.getMessageTypes().forEach(this::add);
        file.getEnumTypes().forEach(this::add);
        addExtensions(file.getExtensions());
        file.getDependencies().forEach(this::add);
    }

    private void add(ServiceDescriptor service) {
        name(service);
        service.getMethods().forEach(this::name);
    }

    private void add(Descriptor message) {
        name(message);
        message.getFields().forEach(this::name);
        message.getOneofs().forEach(this::name);
        message.getNestedTypes().forEach(this::add);
        message.getEnumTypes().forEach(this::add);
        extensions.computeIfAbsent(message.getFullName(), none -> new TreeMap<>());
        addExtensions(message.getExtensions());
    }

    /** A value is named beside its enumeration, not in it, which protobuf-java's own full names don't say. */
    private void add(EnumDescriptor enumeration) {
        name(enumeration);
        String name = enumeration.getFullName();
        String scope = name.substring(0, name.length() - enumeration.getName().length());
        enumeration.getValues().forEach(value -> symbols.put(scope + value.getName(), enumeration.getFile()));
    }

    private void addExtensions(Collection<FieldDescriptor> declared) {
        for (FieldDescriptor extension : declared) {
            name(extension);
            extensions
                    .computeIfAbsent(extension.getContainingType().getFullName(), none -> new TreeMap<>())
                    .put(extension.getNumber(), extension.getFile());
        }
    }

    private void name(GenericDescriptor declared) {
        symbols.put(declared.getFullName(), declared.getFile());
    }
}
