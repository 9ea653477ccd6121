package ai.vluna.spring.test.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Prepares the gate once for all tests of a run, and leaves it at the end.
 */
final class ContractExtension implements ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(ContractExtension.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == ContractGate.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(ContractGate.class, (type) -> ContractGate.prepare(ContractTarget.of(context)),
					ContractGate.class);
	}

}
