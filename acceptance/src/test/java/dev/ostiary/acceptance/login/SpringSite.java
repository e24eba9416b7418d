package dev.ostiary.acceptance.login;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.ostiary.acceptance.harness.Json;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** An application of Spring Boot and Spring Security, set up as their manuals say. Its one page needs a sign-in, and shows whose it was. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SpringSite.Page.class)
class SpringSite {
    static final String HEADING = "Welcome";
    static final String CALLBACK = "/login/oauth2/code/ostiary";
    static final String NOTICE = "/logout/connect/back-channel/ostiary";

    private static final String CLIENT = "spring.security.oauth2.client.registration.ostiary.";

    /** Serves the origin of {@code registration}. */
    static ConfigurableApplicationContext start(Registration registration) {
        SpringApplication application = new SpringApplication(SpringSite.class);
        application.setDefaultProperties(Map.of(
                "server.address",
                registration.origin().getHost(),
                "server.port",
                registration.origin().getPort(),
                "spring.main.banner-mode",
                "off",
                "logging.level.root",
                "warn",
                "spring.security.oauth2.client.provider.ostiary.issuer-uri",
                registration.issuer(),
                CLIENT + "client-id",
                registration.clientId(),
                CLIENT + "client-secret",
                registration.clientSecret(),
                CLIENT + "scope",
                registration.scope().replace(' ', ',')));
        return application.run();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, ClientRegistrationRepository clients) {
        OidcClientInitiatedLogoutSuccessHandler atOstiaryToo = new OidcClientInitiatedLogoutSuccessHandler(clients);
        atOstiaryToo.setPostLogoutRedirectUri("{baseUrl}/");
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .oauth2Login(withDefaults())
                .logout(logout -> logout.logoutSuccessHandler(atOstiaryToo))
                .oidcLogout(logout -> logout.backChannel(withDefaults()))
                .build();
    }

    @RestController
    static class Page {

        @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
        String page(@AuthenticationPrincipal OidcUser user) {
            String shown = Json.object(
                            "sub", user.getSubject(),
                            "issuer", String.valueOf(user.getIssuer()),
                            "hasNonce", user.getIdToken().getNonce() != null,
                            "email", user.getUserInfo().getEmail())
                    .toString();
            return "<!doctype html><title>" + HEADING + "</title><h1>" + HEADING + "</h1><pre id=\"outcome\">"
                    + HtmlUtils.htmlEscape(shown) + "</pre>";
        }
    }
}
