package dev.ostiary.rpc.wire;

import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.contract.Method;

/** One of the forms in which a call is made under its own name: {@code POST /package.Service/Method}. */
interface Encoding {
    Response answer(Method method, Request request);
}
