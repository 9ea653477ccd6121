package ai.vluna.spring.interceptor.expression;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.OpDec;
import org.springframework.expression.spel.ast.OpInc;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Does an expression mention only what there is? The expression language itself takes a
 * misspelt variable for {@code null}, and a {@code null} customer would silently become
 * whoever made the request.
 */
final class ExpressionCheck {

	private static final Pattern INDEXED = Pattern.compile("[ap]\\d+");

	private final BilledAttribute attribute;

	private final Collection<String> known;

	private final Predicate<String> isBean;

	private final Set<String> used = new LinkedHashSet<>();

	private int offset;

	ExpressionCheck(BilledAttribute attribute, Collection<String> known, Predicate<String> isBean) {
		this.attribute = attribute;
		this.known = known;
		this.isBean = isBean;
	}

	/**
	 * Check an expression.
	 * @param expression the root of the expression
	 * @param offset where the expression begins in the attribute
	 * @throws InvalidBilledOperationException if it mentions what is not there
	 */
	void check(SpelNode expression, int offset) {
		this.offset = offset;
		visit(expression, Scope.NOTHING);
	}

	/**
	 * Return the variables that were mentioned.
	 * @return the names without {@code #}
	 */
	Set<String> usedVariables() {
		return this.used;
	}

	private void visit(SpelNode node, Scope scope) {
		checkNode(node, scope);
		for (int i = 0; i < node.getChildCount(); i++) {
			SpelNode child = node.getChild(i);
			if (!isName(node, child, i)) {
				visit(child, scopeOf(node, i, scope));
			}
		}
	}

	private void checkNode(SpelNode node, Scope scope) {
		if (node instanceof VariableReference) {
			checkVariable(node, scope);
		}
		else if (node instanceof BeanReference) {
			String name = node.toStringAST().substring(1).replace("'", "");
			if (!this.isBean.test(name)) {
				throw invalid(node, "there is no bean '%s'".formatted(name), "Name an existing bean after the @.");
			}
		}
		else if (node instanceof FunctionReference) {
			throw invalid(node, "there are no functions", "Call a method of an argument or of a @bean.");
		}
		else if (node instanceof Assign || node instanceof OpInc || node instanceof OpDec) {
			throw invalid(node, "it changes something", "Only read in the expression.");
		}
		else if (scope == Scope.NOTHING && (node instanceof PropertyOrFieldReference || node instanceof MethodReference
				|| node instanceof Indexer)) {
			throw invalid(node, "'%s' belongs to nothing".formatted(node.toStringAST()),
					"Write #name for an argument, @name for a bean, or quote a text: 'name'.");
		}
	}

	private void checkVariable(SpelNode node, Scope scope) {
		String name = node.toStringAST().substring(1);
		if ("this".equals(name) && scope == Scope.ELEMENT) {
			return;
		}
		this.used.add(name);
		if (this.known.contains(name)) {
			return;
		}
		if (ArgumentContext.RESULT.equals(name)) {
			throw invalid(node, "#result is not available before the work",
					"Use the arguments; one that is called 'result' goes by its index, such as #a0.");
		}
		throw invalid(node, "there is no #%s".formatted(name), remedyForUnknown());
	}

	private String remedyForUnknown() {
		if (this.known.isEmpty()) {
			return "The method has no arguments.";
		}
		String names = new TreeSet<>(this.known).stream().map((name) -> "#" + name).collect(Collectors.joining(", "));
		boolean nameless = this.known.stream()
			.allMatch((name) -> ArgumentContext.RESULT.equals(name) || INDEXED.matcher(name).matches());
		return "Use one of %s%s.".formatted(names,
				nameless ? ", or compile with -parameters to have the arguments by name" : "");
	}

	private static boolean isName(SpelNode parent, SpelNode child, int index) {
		return child instanceof PropertyOrFieldReference
				&& (parent instanceof Indexer || (parent instanceof InlineMap && index % 2 == 0));
	}

	private static Scope scopeOf(SpelNode parent, int index, Scope scope) {
		if (parent instanceof Projection || parent instanceof Selection) {
			return Scope.ELEMENT;
		}
		if (parent instanceof CompoundExpression) {
			return (index > 0) ? scope.member() : scope;
		}
		return scope.own();
	}

	private InvalidBilledOperationException invalid(SpelNode node, String problem, String remedy) {
		return this.attribute.invalid(this.offset + node.getStartPosition(), problem, remedy, null);
	}

	/**
	 * What a name without prefix belongs to.
	 */
	private enum Scope {

		/**
		 * Nothing: there is no root object.
		 */
		NOTHING,

		/**
		 * The value that the expression yielded so far, outside of a selection.
		 */
		MEMBER,

		/**
		 * The element of a selection or projection.
		 */
		ELEMENT;

		private Scope member() {
			return (this == NOTHING) ? MEMBER : this;
		}

		private Scope own() {
			return (this == MEMBER) ? NOTHING : this;
		}

	}

}
