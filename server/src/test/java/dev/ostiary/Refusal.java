package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something is refused with the contract's error. */
public final class Refusal {
    private final Problem problem;

    private Refusal(Problem problem) {
        this.problem = problem;
    }

    public static Refusal of(ThrowingCallable code) {
        Problem problem = catchThrowableOfType(Problem.class, code);
        assertThat(problem).as("a refusal").isNotNull();
        return new Refusal(problem);
    }

    public Refusal is(Kind kind, String id) {
        assertThat(problem.id()).contains(id);
        assertThat(problem.kind()).isEqualTo(kind);
        return this;
    }

    public void says(String key) {
        assertThat(problem.key()).isEqualTo(key);
    }
}
