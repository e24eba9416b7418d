package dev.ostiary.login;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Turns a view into HTML with the templates that were compiled into the jar. */
final class Renderer {
    private static final String PACKAGE = "dev.ostiary.login.pages";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Renderer.class.getClassLoader(), PACKAGE);

    String html(View view) {
        StringOutput html = new StringOutput(8 * 1024);
        engine.render(view.template(), view, html);
        return html.toString();
    }
}
