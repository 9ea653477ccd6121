package ai.vluna.spring.interceptor.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
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
	 * Read the file of a class.
	 * @param type the class
	 * @return what it does; nothing where there is no file, as in a native image, or one
	 * that cannot be read, as it is too new
	 */
	static ClassFile of(Class<?> type) {
		try (InputStream file = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			if (file == null) {
				return UNREADABLE;
			}
			Visitor visitor = new Visitor(Type.getInternalName(type));
			new ClassReader(file).accept(visitor, ClassReader.SKIP_DEBUG | ClassReader.EXPAND_FRAMES);
			return new ClassFile(visitor.selfCalls, visitor.callees);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Not checked for self-invocation, as its class file cannot be read: " + type, ex);
			return UNREADABLE;
		}
	}

	/**
	 * A call that an object makes on itself.
	 *
	 * @param caller the name of the method in which it calls, or in a lambda of which
	 * @param callerDescriptor the descriptor of that method, or of the lambda's
	 * @param name the name of the method that is called
	 * @param descriptor the descriptor of the method that is called
	 */
	record SelfCall(String caller, String callerDescriptor, String name, String descriptor) {

	}

	/**
	 * Collects the calls of a class.
	 */
	private static final class Visitor extends ClassVisitor {

		private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");

		private final String owner;

		private final List<SelfCall> selfCalls = new ArrayList<>();

		private final List<String> callees = new ArrayList<>();

		private Visitor(String owner) {
			super(SpringAsmInfo.ASM_VERSION);
			this.owner = owner;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
				String @Nullable [] exceptions) {
			Matcher lambda = LAMBDA.matcher(name);
			String caller = lambda.matches() ? lambda.group(1) : name;
			return new ReceiverTracker(this.owner, (access & Opcodes.ACC_STATIC) == 0) {

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

			};
		}

	}

}
