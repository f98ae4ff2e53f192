package io.forkwatch.e2e.program;

import java.security.CodeSource;
import java.security.Permission;
import java.security.PermissionCollection;
import java.security.Permissions;
import java.security.Policy;
import java.security.ProtectionDomain;

/** A policy of the host's own. For JDKs that have them, until 23. */
@SuppressWarnings("removal")
final class OwnPolicy extends Policy {
    private final boolean distrusts;

    private OwnPolicy(boolean distrusts) {
        this.distrusts = distrusts;
    }

    /** Sets it; it distrusts whatever comes from a jar, or nobody. */
    static void set(boolean distrusts) {
        Policy.setPolicy(new OwnPolicy(distrusts));
    }

    /** The same with the JDK's security manager, which asks it. */
    static void setWithManager(boolean distrusts) {
        set(distrusts);
        System.setSecurityManager(new SecurityManager());
    }

    @Override
    public PermissionCollection getPermissions(CodeSource source) {
        return new Permissions();
    }

    @Override
    public boolean implies(ProtectionDomain domain, Permission permission) {
        return !distrusts || !isJar(domain.getCodeSource());
    }

    private static boolean isJar(CodeSource source) {
        return source != null
                && source.getLocation() != null
                && source.getLocation().getPath().endsWith(".jar");
    }
}
