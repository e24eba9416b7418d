package dev.ostiary.rpc.wire;

import com.google.protobuf.Message;
import com.google.rpc.Status;
import dev.ostiary.http.Overloaded;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Problem.Kind;

/** How a call ended, before it is encoded. */
sealed interface Outcome {

    /** The name of its gRPC status. */
    String statusName();

    /** It was answered. */
    record Answer(Message message) implements Outcome {
        @Override
        public String statusName() {
            return "OK";
        }
    }

    /**
     * It was refused.
     *
     * @param httpStatus for the encodings that show one
     * @param status number, text in the caller's language and details, as every encoding sends them
     */
    record Refusal(Kind kind, int httpStatus, Status status) implements Outcome {

        @Override
        public String statusName() {
            return kind.name();
        }

        /** Tells a client when it is worth trying again, where it is. */
        Response onto(Response answer) {
            return kind == Kind.UNAVAILABLE ? answer.with("Retry-After", Overloaded.RETRY_AFTER) : answer;
        }
    }
}
