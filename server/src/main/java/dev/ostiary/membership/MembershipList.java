package dev.ostiary.membership;

import dev.ostiary.access.Member;
import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMember;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.api.user.v1.Membership;
import dev.ostiary.instance.Instance;
import dev.ostiary.org.Org;
import dev.ostiary.org.Orgs;
import dev.ostiary.project.Project;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Details;
import dev.ostiary.store.Stored;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** All memberships of a user as the contract tells them: of the instance, of organizations, of projects and of project grants. */
final class MembershipList {
    private final Members members;
    private final ProjectMembers projectMembers;
    private final Orgs orgs;
    private final Projects projects;

    MembershipList(Members members, ProjectMembers projectMembers, Orgs orgs, Projects projects) {
        this.members = members;
        this.projectMembers = projectMembers;
        this.orgs = orgs;
        this.projects = projects;
    }

    List<Membership> all(Handle sql, Instance instance, String userId) {
        return list(sql, instance, userId, member -> true, member -> true);
    }

    /** Those that count in an organization, without the instance's. */
    List<Membership> in(
            Handle sql, Instance instance, String userId, String organization, Predicate<ProjectMember> of) {
        return list(
                sql,
                instance,
                userId,
                member -> member.owner().equals(organization),
                member -> List.of(member.owner(), member.state().organization()).contains(organization)
                        && of.test(member.state()));
    }

    private List<Membership> list(
            Handle sql,
            Instance instance,
            String userId,
            Predicate<Stored<Member>> which,
            Predicate<Stored<ProjectMember>> whichOfProjects) {
        return Stream.concat(
                        members.allOfUser(sql, instance.id(), userId).stream()
                                .filter(which)
                                .map(member -> message(sql, instance, member)),
                        projectMembers.allOfUser(sql, instance.id(), userId).stream()
                                .filter(whichOfProjects)
                                .map(member -> messageOfProject(sql, member)))
                .toList();
    }

    private Membership message(Handle sql, Instance instance, Stored<Member> member) {
        Membership.Builder message = Membership.newBuilder()
                .setUserId(member.state().userId())
                .setDetails(Details.read(member))
                .addAllRoles(member.state().roles());
        return member.owner().equals(instance.id())
                ? message.setIam(true).setDisplayName(instance.name()).build()
                : message.setOrgId(member.owner())
                        .setDisplayName(orgName(sql, instance.id(), member.owner()))
                        .build();
    }

    private Membership messageOfProject(Handle sql, Stored<ProjectMember> stored) {
        ProjectMember member = stored.state();
        Membership.Builder message = Membership.newBuilder()
                .setUserId(member.userId())
                .setDetails(Details.read(stored))
                .addAllRoles(member.roles())
                .setDisplayName(projectName(sql, stored.stream().instance(), member.projectId()));
        return member.grantId().isEmpty()
                ? message.setProjectId(member.projectId()).build()
                : message.setProjectGrantId(member.grantId()).build();
    }

    private String orgName(Handle sql, String instance, String id) {
        return orgs.find(sql, instance, id).map(Stored::state).map(Org::name).orElse("");
    }

    private String projectName(Handle sql, String instance, String id) {
        return projects.find(sql, instance, id)
                .map(Stored::state)
                .map(Project::name)
                .orElse("");
    }
}
