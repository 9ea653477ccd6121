package ai.vluna.spring.interceptor.check;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import ai.vluna.spring.interceptor.BilledMethods;
import ai.vluna.spring.interceptor.check.ClassFile.SelfCall;
import ai.vluna.spring.interceptor.misuse.Misuses;
import ai.vluna.spring.interceptor.misuse.UnbillableMethodException;

import org.springframework.aop.support.AopUtils;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the billed methods that an object calls on itself, where no proxy is in between,
 * also in lambdas and inner classes. Called on behalf of no other billed method, their
 * work is free. Within another's operation they are no operation of their own, which only
 * somebody who annotated them might not expect.
 */
final class SelfInvocations {

	private final Class<?> type;

	private final Map<String, Method> billed = new HashMap<>();

	/**
	 * Create a search.
	 * @param type the class of the object
	 * @param billedMethods its billed methods
	 */
	SelfInvocations(Class<?> type, Set<Method> billedMethods) {
		this.type = type;
		for (Class<?> declaring : hierarchy()) {
			for (Method method : ReflectionUtils.getDeclaredMethods(declaring)) {
				Method specific = AopUtils.getMostSpecificMethod(method, type);
				if (billedMethods.contains(specific)) {
					this.billed.put(signature(method.getName(), Type.getMethodDescriptor(method)), specific);
				}
			}
		}
	}

	/**
	 * Find the self-invocations.
	 * @param beanName the name of the bean
	 * @param misuses told of them
	 */
	void report(String beanName, Misuses misuses) {
		for (Class<?> declaring : hierarchy()) {
			List<SelfCall> calls = ClassFile.of(declaring).selfCalls();
			for (SelfCall call : calls) {
				Method callee = this.billed.get(signature(call.name(), call.descriptor()));
				if (callee == null || isPrivate(callee) || isOfNoAccount(declaring, call, callee)) {
					continue;
				}
				UnbillableMethodException problem = new UnbillableMethodException(this.type, callee, beanName,
						"%s calls it on the object itself, past the proxy".formatted(describe(declaring, call)),
						"Call it on the bean that Spring injects, if need be into itself (ObjectProvider), or move it "
								+ "to another bean.");
				if (isFree(declaring, call.caller(), calls, new HashSet<>())) {
					misuses.report(problem);
				}
				else if (BilledMethods.isAnnotated(callee, this.type)) {
					misuses.suspect(problem);
				}
			}
		}
	}

	private boolean isOfNoAccount(Class<?> declaring, SelfCall call, Method callee) {
		boolean recursive = callee.equals(this.billed.get(signature(call.caller(), call.callerDescriptor())));
		return recursive || methods(declaring, call.caller())
			.filter((caller) -> Type.getMethodDescriptor(caller).equals(call.callerDescriptor()))
			.anyMatch((caller) -> !AopUtils.getMostSpecificMethod(caller, this.type).equals(caller));
	}

	private boolean isFree(Class<?> declaring, String caller, List<SelfCall> calls, Set<String> visited) {
		if (!visited.add(caller) || this.billed.values().stream().map(Method::getName).anyMatch(caller::equals)) {
			return false;
		}
		if (methods(declaring, caller).findAny().isEmpty() || !methods(declaring, caller).allMatch(this::isPrivate)) {
			return true;
		}
		return calls.stream()
			.filter((call) -> call.name().equals(caller))
			.anyMatch((call) -> isFree(declaring, call.caller(), calls, visited));
	}

	private static Stream<Method> methods(Class<?> declaring, String name) {
		return Arrays.stream(ReflectionUtils.getDeclaredMethods(declaring))
			.filter((method) -> method.getName().equals(name));
	}

	private boolean isPrivate(Method method) {
		return Modifier.isPrivate(method.getModifiers());
	}

	private static String describe(Class<?> declaring, SelfCall call) {
		String caller = call.caller();
		if (caller.indexOf('.') > 0) {
			return "'%s'".formatted(caller);
		}
		return ("<init>".equals(caller) || "new".equals(caller))
				? "the constructor of '%s'".formatted(declaring.getName())
				: "'%s.%s'".formatted(declaring.getName(), caller);
	}

	private List<Class<?>> hierarchy() {
		List<Class<?>> types = new ArrayList<>();
		for (Class<?> type = this.type; type != null
				&& !type.getName().startsWith("java."); type = type.getSuperclass()) {
			types.add(type);
		}
		types.addAll(ClassUtils.getAllInterfacesForClassAsSet(this.type));
		return types;
	}

	private static String signature(String name, String descriptor) {
		return name + descriptor;
	}

}
