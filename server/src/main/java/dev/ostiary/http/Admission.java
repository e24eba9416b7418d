package dev.ostiary.http;

import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Lets so many requests in at once and refuses the others at the door, which costs next to nothing: past its capacity the server goes on
 * answering at full throughput instead of slowing down for everybody.
 */
public final class Admission implements Handler {
    private final Handler inside;
    private final Handler refusal;
    private final Set<String> always;
    private final Semaphore places;

    /**
     * @param most how many requests may be inside
     * @param always paths that are let in even so: health must be told under load too
     * @param refusal answers what is not let in; must not read the body
     */
    public Admission(Handler inside, int most, Set<String> always, Handler refusal) {
        this.inside = inside;
        this.refusal = refusal;
        this.always = Set.copyOf(always);
        this.places = new Semaphore(most);
    }

    @Override
    public Response handle(Request request) {
        if (always.contains(request.path())) {
            return inside.handle(request);
        }
        if (!places.tryAcquire()) {
            return refusal.handle(request);
        }
        boolean stays = false;
        try {
            Response answer = inside.handle(request);
            stays = answer.streamed().isPresent();
            return stays ? leavingAfter(answer) : answer;
        } finally {
            if (!stays) {
                places.release();
            }
        }
    }

    /** A streamed answer takes its place until its end. */
    private Response leavingAfter(Response answer) {
        Streamed body = answer.streamed().orElseThrow();
        return Response.streamed(answer.status(), answer.headers(), out -> {
            try {
                return body.write(out);
            } finally {
                places.release();
            }
        });
    }
}
