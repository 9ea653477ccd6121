package ai.vluna.spring.interceptor.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * What the code of a class does that reflection does not tell. Loads no class.
 *
 * @param selfCalls what its objects call on themselves
 * @param callees the internal names of the classes whose methods it calls
 */
record ClassFile(List<SelfCall> selfCalls, List<String> callees) {

	private static final Log logger = LogFactory.getLog(ClassFile.class);

	private static final ClassFile UNREADABLE = new ClassFile(List.of(), List.of());

	/**
	 * Read the file of a class, and those of its inner classes.
	 * @param type the class
	 * @return what it does; nothing where there is no file, as in a native image, or one
	 * that cannot be read, as it is too new
	 */
	static ClassFile of(Class<?> type) {
		String internalName = Type.getInternalName(type);
		Visitor code = read(type, internalName, internalName);
		if (code == null) {
			return UNREADABLE;
		}
		List<SelfCall> selfCalls = new ArrayList<>(code.selfCalls);
		List<String> callees = new ArrayList<>(code.callees);
		for (String innerName : code.innerNames) {
			Visitor inner = read(type, internalName, innerName);
			if (inner != null) {
				selfCalls.addAll(inner.selfCalls);
				callees.addAll(inner.callees);
			}
		}
		return new ClassFile(selfCalls, callees);
	}

	private static @Nullable Visitor read(Class<?> type, String owner, String internalName) {
		String file = internalName.substring(internalName.lastIndexOf('/') + 1) + ClassUtils.CLASS_FILE_SUFFIX;
		try (InputStream content = type.getResourceAsStream(file)) {
			return (content != null) ? read(new ClassReader(content), owner, internalName) : null;
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Not checked for self-invocation, as its class file cannot be read: " + internalName, ex);
			return null;
		}
	}

	private static Visitor read(ClassReader reader, String owner, String name) {
		Set<Passed> passed = new HashSet<>();
		while (true) {
			Visitor visitor = new Visitor(owner, name, Set.copyOf(passed));
			reader.accept(visitor, ClassReader.SKIP_DEBUG | ClassReader.EXPAND_FRAMES);
			// The method that gets the object may stand before the one that passes it.
			if (!passed.addAll(visitor.passed)) {
				return visitor;
			}
		}
	}

	/**
	 * A call that an object makes on itself.
	 *
	 * @param caller the name of the method in which it calls, or in a lambda or local
	 * class of which; with the name of its class if that is an inner one
	 * @param callerDescriptor the descriptor of that method, or of the lambda's
	 * @param name the name of the method that is called
	 * @param descriptor the descriptor of the method that is called
	 */
	record SelfCall(String caller, String callerDescriptor, String name, String descriptor) {

	}

	/**
	 * A variable of a method in which an object gets itself.
	 *
	 * @param method the name of the method
	 * @param descriptor its descriptor
	 * @param variable the variable
	 */
	private record Passed(String method, String descriptor, int variable) {

	}

	/**
	 * Collects the calls of a class, or of one of its inner classes.
	 */
	private static final class Visitor extends ClassVisitor {

		private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+|(.+?)\\$lambda\\$\\d.*");

		private final String owner;

		private final String name;

		private final Set<Passed> knownAsPassed;

		private final Set<Passed> passed = new HashSet<>();

		private final List<SelfCall> selfCalls = new ArrayList<>();

		private final List<String> callees = new ArrayList<>();

		private final List<String> innerNames = new ArrayList<>();

		private @Nullable String outerField;

		private @Nullable String enclosingMethod;

		private Visitor(String owner, String name, Set<Passed> knownAsPassed) {
			super(SpringAsmInfo.ASM_VERSION);
			this.owner = owner;
			this.name = name;
			this.knownAsPassed = knownAsPassed;
		}

		@Override
		public void visitOuterClass(String owner, @Nullable String method, @Nullable String descriptor) {
			this.enclosingMethod = method;
		}

		@Override
		public void visitInnerClass(String name, @Nullable String outerName, @Nullable String innerName, int access) {
			// Kotlin calls the classes of its lambdas static, whatever they keep.
			boolean mayKeepOuter = outerName == null || (access & Opcodes.ACC_STATIC) == 0;
			if (mayKeepOuter && name.startsWith(this.owner + "$") && this.name.equals(this.owner)) {
				this.innerNames.add(name);
			}
		}

		@Override
		public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
				@Nullable Object value) {
			if ((access & Opcodes.ACC_SYNTHETIC) != 0 && name.startsWith("this$")
					&& Type.getType(descriptor).getInternalName().equals(this.owner)) {
				this.outerField = name;
			}
			return null;
		}

		@Override
		public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor,
				@Nullable String signature, String @Nullable [] exceptions) {
			String caller = caller(name);
			boolean inner = !this.name.equals(this.owner);
			boolean hasThis = (access & Opcodes.ACC_STATIC) == 0 && (!inner || this.outerField != null);
			IntPredicate isReceiver = (variable) -> (variable == 0 && hasThis)
					|| this.knownAsPassed.contains(new Passed(name, descriptor, variable));
			return new ReceiverTracker(this.owner, isReceiver, inner ? this.outerField : null) {

				@Override
				public void visitMethodInsn(int opcode, String owner, String name, String descriptor,
						boolean isInterface) {
					Visitor.this.callees.add(owner);
					super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
				}

				@Override
				void calledOnItself(String name, String calledDescriptor) {
					Visitor.this.selfCalls.add(new SelfCall(caller, descriptor, name, calledDescriptor));
				}

				@Override
				void passedItself(String name, String descriptor, int variable) {
					Visitor.this.passed.add(new Passed(name, descriptor, variable));
				}

			};
		}

		private String caller(String method) {
			if (!this.name.equals(this.owner)) {
				return (this.enclosingMethod != null) ? written(this.enclosingMethod)
						: ClassUtils.convertResourcePathToClassName(this.name) + "." + written(method);
			}
			return written(method);
		}

		private static String written(String method) {
			Matcher lambda = LAMBDA.matcher(method);
			if (!lambda.matches()) {
				return method;
			}
			return (lambda.group(1) != null) ? lambda.group(1) : lambda.group(2);
		}

	}

}
