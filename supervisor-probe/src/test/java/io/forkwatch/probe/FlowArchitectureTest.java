package io.forkwatch.probe;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The way things flow: which stage may know which, and what none of them may do. */
class FlowArchitectureTest {
    private static final String ROOT = "io.forkwatch.probe";

    /** What every stage may use: the JDK's base without its logging, and our annotations. */
    private static final List<String> GROUND = List.of(
            "java.io..",
            "java.lang..",
            "java.math..",
            "java.net..",
            "java.nio..",
            "java.security..",
            "java.time..",
            "java.util..",
            "org.jspecify.annotations..");

    /** A stage, what it may know of the other stages, and the libraries that it has for itself. */
    private record Stage(String name, List<String> knows, List<String> libraries) {
        static Stage of(String name, String... knows) {
            return new Stage(name, List.of(knows), List.of());
        }

        Stage with(String... packages) {
            return new Stage(name, knows, List.of(packages));
        }

        String inside() {
            return name.isEmpty() ? ROOT : ROOT + "." + name;
        }

        String[] allowed() {
            Stream<String> stages =
                    Stream.concat(Stream.of(inside()), knows.stream().map(this::room));
            return Stream.of(stages, GROUND.stream(), libraries.stream())
                    .flatMap(each -> each)
                    .toArray(String[]::new);
        }

        // Whoever knows the nouns, or the kernel's files, knows those of all rooms; among the rooms there is an order.
        private String room(String other) {
            boolean all = OPEN.contains(other) && !name.startsWith(other);
            return ROOT + "." + other + (all ? ".." : "");
        }

        @Override
        public String toString() {
            return inside() + " knows " + knows;
        }
    }

    /** The command line tool's, which is no agent. */
    private static final String STTY = ROOT + ".top.Stty";

    private static final List<String> OPEN = List.of("process", "procfs");

    private static final List<Stage> STAGES = List.of(
            Stage.of("process", "process.redact"),
            Stage.of("process.event", "process"),
            Stage.of("process.orphan", "process"),
            Stage.of("process.view", "process", "process.orphan"),
            Stage.of("process.death", "process", "process.redact", "process.event", "process.view"),
            Stage.of("process.advice", "process", "process.hang"),
            Stage.of("process.hang", "process"),
            Stage.of("process.program"),
            Stage.of("process.redact", "process.program", "process.table"),
            Stage.of("process.table"),
            Stage.of("procfs", "procfs.pid", "procfs.text").with("io.forkwatch.agent.entry"),
            Stage.of("procfs.text").with("io.forkwatch.agent.entry"),
            Stage.of("procfs.pid", "procfs.text"),
            Stage.of("procfs.handle", "procfs", "procfs.pid", "procfs.text"),
            Stage.of("procfs.cgroup", "procfs", "procfs.text").with("io.forkwatch.agent.entry"),
            Stage.of("procfs.task", "procfs", "procfs.pid", "procfs.text"),
            Stage.of("thread", "process").with("io.forkwatch.agent.entry"),
            Stage.of("jdk").with("io.forkwatch.agent.entry"),
            Stage.of("intercept", "jdk", "process", "thread").with("io.forkwatch.agent.entry", "net.bytebuddy.jar.asm"),
            Stage.of("naming", "process"),
            Stage.of("cgroup", "thread", "process", "procfs"),
            Stage.of("orphans", "thread", "process", "procfs"),
            Stage.of("takeover", "process", "procfs").with("io.forkwatch.agent.entry"),
            Stage.of("register", "naming", "cgroup", "thread", "process", "procfs"),
            Stage.of("sample", "sample.pressure", "register", "cgroup", "orphans", "thread", "process", "procfs"),
            Stage.of("sample.pressure", "register", "cgroup", "thread", "process", "procfs"),
            Stage.of("evidence", "evidence.kernel", "evidence.perf", "process", "procfs", "thread")
                    .with("io.forkwatch.agent.entry"),
            Stage.of("evidence.kernel", "jdk", "thread", "process", "procfs.text"),
            Stage.of("evidence.perf", "thread", "process", "procfs").with("io.forkwatch.agent.entry"),
            Stage.of("diagnose", "diagnose.verdict", "evidence", "evidence.kernel", "evidence.perf", "process"),
            Stage.of("diagnose.verdict", "process", "evidence"),
            Stage.of("advice", "diagnose.verdict", "process", "procfs", "thread"),
            Stage.of("advice.jmx", "process", "thread").with("javax.management"),
            Stage.of("sweep", "process", "procfs", "thread"),
            Stage.of("hang", "process", "procfs"),
            Stage.of("hang.watch", "hang", "process", "procfs", "thread"),
            Stage.of("doctor", "procfs", "options", "publish.http", "publish.http.tls")
                    .with("io.forkwatch.agent.entry"),
            Stage.of("report", "report.words", "report.record", "report.sink", "diagnose.verdict", "process")
                    .with("io.forkwatch.agent.entry"),
            Stage.of("report.words", "diagnose.verdict", "process"),
            Stage.of("report.record", "report.words", "diagnose.verdict", "process")
                    .with("com.google.gson.."),
            Stage.of("report.sink", "report.record", "process").with("io.forkwatch.agent.entry"),
            Stage.of("report.jfr", "diagnose.verdict", "process", "thread").with("jdk.jfr"),
            Stage.of("publish", "process", "diagnose.verdict")
                    .with("io.prometheus..", "com.sun.net.httpserver", "com.google.gson.."),
            Stage.of("publish.web"),
            Stage.of("publish.api", "publish.web", "publish", "report", "report.record", "procfs", "process")
                    .with("com.google.gson.."),
            Stage.of("publish.page", "publish.web"),
            Stage.of("publish.debug", "publish.web", "attach", "jdk", "process", "procfs")
                    .with("jdk.jfr", "java.text"),
            Stage.of(
                            "publish.http",
                            "publish.http.auth",
                            "publish.http.tls",
                            "jdk",
                            "thread",
                            "publish",
                            "publish.web",
                            "process")
                    .with("com.sun.net.httpserver", "com.sun.net.httpserver.spi", "javax.net.ssl"),
            Stage.of("publish.http.tls").with("io.forkwatch.agent.entry", "javax.net.ssl", "javax.security.auth.x500"),
            Stage.of("publish.http.auth")
                    .with("io.forkwatch.agent.entry", "org.springframework.security.crypto.bcrypt"),
            Stage.of(
                            "options",
                            "process",
                            "advice",
                            "sweep",
                            "intercept",
                            "naming",
                            "report",
                            "report.words",
                            "report.record",
                            "sample",
                            "publish.http",
                            "publish.http.auth",
                            "publish.http.tls")
                    .with("io.forkwatch.agent.entry"),
            Stage.of("dump", "attach", "process", "procfs", "thread"),
            Stage.of("blackbox", "process", "thread").with("io.forkwatch.agent.entry", "jdk.jfr.consumer"),
            Stage.of("attach", "options", "jdk", "process", "procfs").with("io.forkwatch.agent.entry"),
            Stage.of(
                    "reporter",
                    "thread",
                    "sample",
                    "evidence",
                    "diagnose",
                    "diagnose.verdict",
                    "report",
                    "report.sink",
                    "report.jfr",
                    "publish",
                    "process"),
            Stage.of(
                            "lifecycle",
                            "advice",
                            "advice.jmx",
                            "blackbox",
                            "dump",
                            "sweep",
                            "hang",
                            "hang.watch",
                            "thread",
                            "naming",
                            "takeover",
                            "options",
                            "intercept",
                            "jdk",
                            "procfs",
                            "process",
                            "cgroup",
                            "orphans",
                            "register",
                            "sample",
                            "evidence",
                            "evidence.kernel",
                            "evidence.perf",
                            "diagnose",
                            "diagnose.verdict",
                            "report",
                            "report.record",
                            "report.sink",
                            "report.jfr",
                            "reporter",
                            "publish",
                            "publish.web",
                            "publish.api",
                            "publish.page",
                            "publish.debug",
                            "publish.http")
                    .with("io.forkwatch.agent.entry"),
            Stage.of("top", "options", "takeover", "procfs")
                    .with("io.forkwatch.agent.entry", "com.google.gson..", "javax.net.ssl"),
            Stage.of("", "attach", "doctor", "lifecycle", "options", "top").with("io.forkwatch.agent.entry"));

    /** JVM specification, table 4.4-A. */
    private static final int CONSTANT_STRING = 8;

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages(ROOT);

    @ParameterizedTest
    @FieldSource("STAGES")
    void aStageKnowsOnlyWhatItsRowAllows(Stage stage) {
        classes()
                .that()
                .resideInAPackage(stage.inside())
                .should()
                .onlyDependOnClassesThat(resideInAnyOf(stage.allowed()))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    // An array has no package of its own.
    private static DescribedPredicate<JavaClass> resideInAnyOf(String[] packages) {
        DescribedPredicate<JavaClass> inside = JavaClass.Predicates.resideInAnyPackage(packages);
        return describe(inside.getDescription(), used -> {
            JavaClass element = used.getBaseComponentType();
            return element.isPrimitive() || inside.test(element);
        });
    }

    @Test
    void everyPackageHasARow() {
        Set<String> packages = MAIN.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(STAGES).extracting(Stage::inside).containsAll(packages);
        assertThat(packages).hasSizeGreaterThan(8);
    }

    @Test
    void everyPackageIsExplained() throws IOException {
        String docs = Files.readString(Path.of(System.getProperty("basedir", ""), "../src/docs/architecture.md"));
        assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct()).allSatisfy(name -> {
            String row = name.equals(ROOT) ? "probe" : name.substring(ROOT.length() + 1);
            assertThat(docs).contains("\n| `" + row + "` | ");
        });
    }

    /** Options are read before any stage runs: what they need of one is a value. */
    @Test
    void optionsKnowOnlyTheValuesOfStages() {
        assertThat(MAIN.stream()
                        .filter(resideInAPackage(ROOT + ".options"))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".options")))))
                .isNotEmpty()
                .allMatch(type -> type.isRecord() || type.isEnum());
    }

    @Test
    void onlyMainClassesAreLookedAt() {
        assertThat(MAIN.contain(FlowArchitectureTest.class)).isFalse();
        assertThat(MAIN.contain(SupervisorProbe.class)).isTrue();
    }

    @Test
    void thereIsNoCycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void nothingOfTheHostIsTouched() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.logging..").or(assignableTo(System.Logger.class)))
                .check(MAIN);
        calls(System.class, "exit", "setProperty", "setProperties", "clearProperty", "setOut", "setErr", "getLogger");
        calls(Runtime.class, "exit", "halt");
        calls(Thread.class, "setDefaultUncaughtExceptionHandler");
    }

    @Test
    void nothingIsForkedAndNothingIsKilled() {
        noClasses()
                .that(not(describe(
                        "stty of the command top", type -> type.getName().equals(STTY))))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .check(MAIN);
        calls(Runtime.class, "exec");
        calls(Process.class, "destroy", "destroyForcibly");
        calls(ProcessHandle.class, "destroy", "destroyForcibly");
    }

    /** What starts a program cannot be reached by the agent. */
    @Test
    void theCommandTopIsNoPartOfTheAgent() {
        assertThat(MAIN.contain(STTY)).isTrue();
        assertThat(MAIN.stream()
                        .filter(not(resideInAPackage(ROOT + ".top")))
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(known ->
                                        known.getTargetClass().getPackageName().equals(ROOT + ".top"))))
                .extracting(JavaClass::getSimpleName)
                .containsExactly("CommandLineTool");
    }

    private static void calls(Class<?> owner, String... names) {
        Set<String> banned = Set.of(names);
        noClasses()
                .should()
                .callMethodWhere(describe(
                        owner.getSimpleName() + "." + Arrays.toString(names),
                        call -> call.getTargetOwner().isAssignableTo(owner)
                                && banned.contains(call.getTarget().getName())))
                .check(MAIN);
    }

    @Test
    void whatIsStaticIsFinal() {
        fields().that().areStatic().should().beFinal().check(MAIN);
    }

    /** A constant list is one whose value cannot change: asked of the value, as its type does not tell. */
    @Test
    void whatIsStaticDoesNotChange() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(resideInAPackage("java.util.concurrent..")
                        .or(assignableTo(ThreadLocal.class))
                        .or(assignableTo(Thread.class))
                        .or(assignableTo(StringBuilder.class)))
                .check(MAIN);
        assertThat(MAIN.stream()
                        .flatMap(owner -> owner.getFields().stream())
                        .filter(FlowArchitectureTest::isStaticCollection))
                .isNotEmpty()
                .allSatisfy(field -> assertThat(valueOf(field).getClass().getName())
                        .as(field.getFullName())
                        .startsWith("java.util.ImmutableCollections$"));
    }

    @Test
    void aConstantOfOurOwnTypesIsAValue() {
        assertThat(MAIN.stream()
                        .flatMap(owner -> owner.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .map(field -> field.getRawType().getBaseComponentType())
                        .filter(type -> type.getPackageName().startsWith("io.forkwatch")))
                .isNotEmpty()
                .allMatch(type -> type.isRecord() || type.isEnum() || type.isInterface());
    }

    private static boolean isStaticCollection(JavaField field) {
        JavaClass type = field.getRawType();
        return field.getModifiers().contains(JavaModifier.STATIC)
                && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class));
    }

    private static Object valueOf(JavaField field) {
        try {
            Field reflected = field.reflect();
            reflected.setAccessible(true);
            return reflected.get(null);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(field.getFullName(), impossible);
        }
    }

    /** A pid is given away again: the key is a {@code ProcessKey}. */
    @Test
    void nothingIsKeptByABarePid() {
        assertThat(MAIN.stream()
                        .filter(not(resideInAPackage(ROOT + ".procfs..")))
                        .flatMap(owner -> owner.getFields().stream())
                        .filter(field -> field.getRawType().isAssignableTo(Map.class)))
                .isNotEmpty()
                .noneMatch(FlowArchitectureTest::isKeyedByNumbers);
    }

    private static boolean isKeyedByNumbers(JavaField field) {
        return field.getType() instanceof JavaParameterizedType type
                && type.getActualTypeArguments().get(0).toErasure().isAssignableTo(Number.class);
    }

    /** Which thread may call a class is said by an annotation; the composition root makes all of them, on any thread. */
    @Test
    void aConfinedClassIsCalledOnItsOwnThreadOnly() {
        List<JavaMethodCall> calls = MAIN.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> confinementOf(call.getTarget()).isPresent())
                .toList();
        assertThat(calls).hasSizeGreaterThan(100);
        assertThat(calls.stream().filter(FlowArchitectureTest::isOnAnotherThread))
                .extracting(JavaMethodCall::getDescription)
                .isEmpty();
    }

    private static boolean isOnAnotherThread(JavaMethodCall call) {
        JavaClass caller = call.getOriginOwner();
        return !caller.getPackageName().equals(ROOT + ".lifecycle")
                && !outermost(caller).equals(outermost(call.getTargetOwner()))
                && !confinementOf(call.getOrigin()).equals(confinementOf(call.getTarget()));
    }

    private static Optional<Confined.To> confinementOf(JavaCodeUnit caller) {
        return caller.tryGetAnnotationOfType(Confined.class)
                .map(Confined::value)
                .or(() -> confinementOf(caller.getOwner()));
    }

    private static Optional<Confined.To> confinementOf(AccessTarget.MethodCallTarget method) {
        Optional<Confined.To> own = method.resolveMember()
                .flatMap(member -> member.tryGetAnnotationOfType(Confined.class))
                .map(Confined::value);
        return own.or(() -> confinementOf(method.getOwner())).filter(to -> to != Confined.To.ANY);
    }

    private static Optional<Confined.To> confinementOf(JavaClass type) {
        return type.tryGetAnnotationOfType(Confined.class)
                .map(Confined::value)
                .or(() -> type.getEnclosingClass().flatMap(FlowArchitectureTest::confinementOf));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(FlowArchitectureTest::outermost).orElse(type);
    }

    @Test
    void noClassExtendsOneOfOurOwn() {
        assertThat(MAIN.stream().filter(type -> !type.isEnum()))
                .isNotEmpty()
                .noneMatch(FlowArchitectureTest::extendsOneOfOurOwn);
    }

    private static boolean extendsOneOfOurOwn(JavaClass type) {
        return type.getRawSuperclass()
                .filter(parent -> parent.getPackageName().startsWith("io.forkwatch"))
                .isPresent();
    }

    @Test
    void theKernelsFilesAreNamedInProcfsOnly() {
        assertThat(MAIN.stream().filter(FlowArchitectureTest::namesKernelFiles))
                .extracting(JavaClass::getPackageName)
                .containsOnly(ROOT + ".procfs");
    }

    private static boolean namesKernelFiles(JavaClass type) {
        return constantsOf(type).stream()
                .anyMatch(
                        text -> text.startsWith("/proc") || text.contains("/proc/") || text.contains("/sys/fs/cgroup"));
    }

    /** The texts of a class as compiled: in a source, comments name these files too. */
    private static List<String> constantsOf(JavaClass type) {
        ClassReader reader = new ClassReader(bytesOf(type));
        char[] buffer = new char[reader.getMaxStringLength()];
        List<String> texts = new ArrayList<>();
        for (int item = 1; item < reader.getItemCount(); item++) {
            int offset = reader.getItem(item);
            if (offset > 0 && reader.readByte(offset - 1) == CONSTANT_STRING) {
                texts.add(reader.readUTF8(offset, buffer));
            }
        }
        return texts;
    }

    private static byte[] bytesOf(JavaClass type) {
        try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
