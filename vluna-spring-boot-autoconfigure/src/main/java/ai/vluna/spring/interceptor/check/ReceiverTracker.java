package ai.vluna.spring.interceptor.check;

import java.util.BitSet;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Follows {@code this} over the operand stack of a method, to tell what an object calls
 * on itself from what it calls on another object of its class, such as its own proxy.
 * Where branches meet, the stack is what the class file says it is.
 */
abstract class ReceiverTracker extends MethodVisitor implements Opcodes {

	private final String owner;

	private final IntPredicate isReceiver;

	private final @Nullable String outerField;

	private final BitSet receivers = new BitSet();

	private int depth;

	private int innerAt = -1;

	/**
	 * Create a tracker for one method.
	 * @param owner the internal name of the class
	 * @param isReceiver whether a variable holds {@code this}
	 * @param outerField the field in which {@code this} keeps the object in question, of
	 * which it is an inner one; {@code null} if it is that object itself
	 */
	ReceiverTracker(String owner, IntPredicate isReceiver, @Nullable String outerField) {
		super(SpringAsmInfo.ASM_VERSION);
		this.owner = owner;
		this.isReceiver = isReceiver;
		this.outerField = outerField;
	}

	/**
	 * Told of each method that is called on {@code this}, or referred to by it.
	 * @param name the name of the method
	 * @param descriptor its descriptor
	 */
	abstract void calledOnItself(String name, String descriptor);

	/**
	 * Told of each method without a {@code this} that is made a function of, and that
	 * gets {@code this} as an argument then. Kotlin's lambdas are such.
	 * @param name the name of the method
	 * @param descriptor its descriptor
	 * @param variable the variable that holds {@code this}
	 */
	abstract void passedItself(String name, String descriptor, int variable);

	@Override
	public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
		int sizes = Type.getArgumentsAndReturnSizes(descriptor);
		int consumed = (opcode != INVOKESTATIC) ? sizes >> 2 : (sizes >> 2) - 1;
		if (opcode != INVOKESTATIC && isReceiver(this.depth - consumed)) {
			calledOnItself(name, descriptor);
		}
		replace(consumed, sizes & 3);
	}

	@Override
	public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
		int sizes = Type.getArgumentsAndReturnSizes(descriptor);
		int captured = (sizes >> 2) - 1;
		for (Object argument : arguments) {
			if (argument instanceof Handle handle) {
				captured(handle, captured);
			}
		}
		replace(captured, sizes & 3);
	}

	private void captured(Handle function, int slots) {
		boolean hasReceiver = function.getTag() != H_INVOKESTATIC;
		for (int i = 0; i < slots; i++) {
			if (!isReceiver(this.depth - slots + i)) {
				continue;
			}
			if (hasReceiver && i == 0) {
				calledOnItself(function.getName(), function.getDesc());
			}
			else if (!hasReceiver) {
				passedItself(function.getName(), function.getDesc(), i);
			}
		}
	}

	@Override
	public void visitVarInsn(int opcode, int variable) {
		switch (opcode) {
			case ILOAD, FLOAD, ALOAD -> replace(0, 1);
			case LLOAD, DLOAD -> replace(0, 2);
			case ISTORE, FSTORE, ASTORE -> replace(1, 0);
			case LSTORE, DSTORE -> replace(2, 0);
			default -> {
			}
		}
		boolean loaded = opcode == ALOAD && this.isReceiver.test(variable);
		if (loaded && this.outerField == null) {
			this.receivers.set(this.depth - 1);
		}
		this.innerAt = loaded ? this.depth - 1 : -1;
	}

	@Override
	public void visitInsn(int opcode) {
		boolean top = isReceiver(this.depth - 1);
		switch (opcode) {
			case DUP -> push(top);
			case DUP_X1 -> {
				boolean below = isReceiver(this.depth - 2);
				replace(2, 0);
				push(top);
				push(below);
				push(top);
			}
			case SWAP -> {
				boolean below = isReceiver(this.depth - 2);
				replace(2, 0);
				push(top);
				push(below);
			}
			case DUP_X2 -> replace(3, 4);
			case DUP2, DUP2_X1, DUP2_X2 -> replace(0, 2);
			case IRETURN, LRETURN, FRETURN, DRETURN, ARETURN, RETURN, ATHROW -> replace(this.depth, 0);
			default -> grow(effectOf(opcode));
		}
	}

	private static int effectOf(int opcode) {
		return switch (opcode) {
			case ACONST_NULL, ICONST_M1, ICONST_0, ICONST_1, ICONST_2, ICONST_3, ICONST_4, ICONST_5, FCONST_0, FCONST_1,
					FCONST_2, I2L, I2D, F2L, F2D ->
				1;
			case LCONST_0, LCONST_1, DCONST_0, DCONST_1 -> 2;
			case IALOAD, FALOAD, AALOAD, BALOAD, CALOAD, SALOAD, POP, IADD, FADD, ISUB, FSUB, IMUL, FMUL, IDIV, FDIV,
					IREM, FREM, ISHL, LSHL, ISHR, LSHR, IUSHR, LUSHR, IAND, IOR, IXOR, L2I, L2F, D2I, D2F, FCMPL, FCMPG,
					MONITORENTER, MONITOREXIT ->
				-1;
			case POP2, LADD, DADD, LSUB, DSUB, LMUL, DMUL, LDIV, DDIV, LREM, DREM, LAND, LOR, LXOR -> -2;
			case IASTORE, FASTORE, AASTORE, BASTORE, CASTORE, SASTORE, LCMP, DCMPL, DCMPG -> -3;
			case LASTORE, DASTORE -> -4;
			default -> 0;
		};
	}

	@Override
	public void visitIntInsn(int opcode, int operand) {
		grow((opcode != NEWARRAY) ? 1 : 0);
	}

	@Override
	public void visitTypeInsn(int opcode, String type) {
		switch (opcode) {
			case NEW -> replace(0, 1);
			case INSTANCEOF -> replace(1, 1);
			default -> {
			}
		}
	}

	@Override
	public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
		int size = Type.getType(descriptor).getSize();
		switch (opcode) {
			case GETSTATIC -> replace(0, size);
			case PUTSTATIC -> replace(size, 0);
			case GETFIELD -> {
				boolean outer = name.equals(this.outerField) && this.innerAt == this.depth - 1;
				replace(1, size);
				this.receivers.set(this.depth - 1, outer);
			}
			default -> replace(1 + size, 0);
		}
	}

	@Override
	public void visitJumpInsn(int opcode, Label label) {
		switch (opcode) {
			case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE, IFNULL, IFNONNULL -> replace(1, 0);
			case GOTO -> {
			}
			default -> replace(2, 0);
		}
	}

	@Override
	public void visitLdcInsn(Object value) {
		grow((value instanceof Long || value instanceof Double) ? 2 : 1);
	}

	@Override
	public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
		replace(1, 0);
	}

	@Override
	public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
		replace(1, 0);
	}

	@Override
	public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
		replace(dimensions, 1);
	}

	@Override
	public void visitFrame(int type, int localCount, Object @Nullable [] locals, int stackCount,
			Object @Nullable [] stack) {
		BitSet before = (BitSet) this.receivers.clone();
		replace(this.depth, 0);
		for (int i = 0; stack != null && i < stackCount; i++) {
			push(this.owner.equals(stack[i]) && before.get(this.depth));
			grow((stack[i] == LONG || stack[i] == DOUBLE) ? 1 : 0);
		}
	}

	private boolean isReceiver(int slot) {
		return slot >= 0 && this.receivers.get(slot);
	}

	private void push(boolean receiver) {
		this.receivers.set(this.depth++, receiver);
	}

	private void grow(int slots) {
		replace(Math.max(0, -slots), Math.max(0, slots));
	}

	private void replace(int consumed, int produced) {
		this.depth = Math.max(0, this.depth - consumed);
		this.receivers.clear(this.depth, Math.max(this.depth, this.receivers.length()));
		this.depth += produced;
	}

}
