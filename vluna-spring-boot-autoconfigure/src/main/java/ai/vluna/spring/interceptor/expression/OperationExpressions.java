package ai.vluna.spring.interceptor.expression;

import java.util.Collection;
import java.util.Map;

import ai.vluna.spring.interceptor.misuse.BilledAttribute;
import ai.vluna.spring.interceptor.misuse.InvalidBilledOperationException;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.expression.spel.support.StandardTypeConverter;
import org.springframework.expression.spel.support.StandardTypeLocator;

/**
 * Parses the texts of the annotation, once for each method.
 * <p>
 * For internal use: it may change without notice.
 *
 * @since 0.1.0
 */
public final class OperationExpressions {

	private static final TemplateParserContext TEMPLATE = new TemplateParserContext();

	private final ConfigurableBeanFactory beanFactory;

	private final SpelExpressionParser parser;

	private final EvaluationContext shared;

	/**
	 * Create a parser.
	 * @param beanFactory resolves placeholders and the beans that expressions mention
	 */
	public OperationExpressions(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		// Not compiled unless spring.expression.compiler.mode says so: a compiled
		// expression that fails is evaluated
		// a second time, and an expression may call a bean.
		this.parser = new SpelExpressionParser(new SpelParserConfiguration(null, beanFactory.getBeanClassLoader()));
		this.shared = shared(beanFactory);
	}

	private static EvaluationContext shared(ConfigurableBeanFactory beanFactory) {
		StandardEvaluationContext context = new StandardEvaluationContext();
		context.setBeanResolver(new BeanFactoryResolver(beanFactory));
		context.setTypeLocator(new StandardTypeLocator(beanFactory.getBeanClassLoader()));
		context.setTypeConverter(new StandardTypeConverter(() -> {
			ConversionService conversionService = beanFactory.getConversionService();
			return (conversionService != null) ? conversionService : DefaultConversionService.getSharedInstance();
		}));
		return context;
	}

	/**
	 * Return the context in which a method's expressions are evaluated.
	 * @param argumentIndexes the index of each argument by name
	 * @return a context without arguments yet
	 */
	public ArgumentContext context(Map<String, Integer> argumentIndexes) {
		return new ArgumentContext(this.shared, argumentIndexes, new Object[0], null);
	}

	/**
	 * Resolve the placeholders of an attribute.
	 * @param attribute the attribute
	 * @return the attribute with the resolved text
	 * @throws InvalidBilledOperationException if one cannot be resolved
	 */
	public BilledAttribute resolve(BilledAttribute attribute) {
		int position = attribute.text().indexOf("${");
		if (position < 0) {
			return attribute;
		}
		String remedy = "Define the property, or give it a default: ${name:default}.";
		try {
			String resolved = this.beanFactory.resolveEmbeddedValue(attribute.text());
			if (resolved == null || resolved.contains("${")) {
				throw attribute.invalid(position, "a placeholder could not be resolved", remedy, null);
			}
			return attribute.withText(resolved);
		}
		catch (IllegalArgumentException ex) {
			throw attribute.invalid(position, "a placeholder could not be resolved: " + ex.getMessage(), remedy, ex);
		}
	}

	/**
	 * Parse an attribute that is an expression as a whole.
	 * @param attribute the attribute
	 * @param known the variables that there are
	 * @return the value
	 * @throws InvalidBilledOperationException if it is no sound expression
	 */
	public AttributeValue expression(BilledAttribute attribute, Collection<String> known) {
		BilledAttribute resolved = resolve(attribute);
		if (!resolved.isPresent()) {
			return AttributeValue.constant(resolved, null);
		}
		if (resolved.text().startsWith("#{")) {
			throw resolved.invalid(0, "the attribute is an expression as a whole", "Leave out #{ and }.", null);
		}
		try {
			SpelExpression expression = this.parser.parseRaw(resolved.text());
			ExpressionCheck check = new ExpressionCheck(resolved, known, this.beanFactory::containsBean);
			check.check(expression.getAST(), 0);
			return (expression.getAST() instanceof Literal)
					? AttributeValue.constant(resolved, expression.getValue(this.shared))
					: new AttributeValue(resolved, expression, null, check.usedVariables());
		}
		catch (ParseException ex) {
			throw unparsable(resolved, ex);
		}
	}

	/**
	 * Parse an attribute that is a text, with or without expressions in it.
	 * @param attribute the attribute
	 * @param known the variables that there are
	 * @return the value
	 * @throws InvalidBilledOperationException if it holds no sound expressions
	 */
	public AttributeValue template(BilledAttribute attribute, Collection<String> known) {
		BilledAttribute resolved = resolve(attribute);
		if (!resolved.text().contains("#{")) {
			return AttributeValue.constant(resolved, resolved.isPresent() ? resolved.text().strip() : null);
		}
		try {
			Expression template = this.parser.parseExpression(resolved.text().strip(), TEMPLATE);
			ExpressionCheck check = new ExpressionCheck(resolved, known, this.beanFactory::containsBean);
			Expression[] parts = (template instanceof CompositeStringExpression composite) ? composite.getExpressions()
					: new Expression[] { template };
			int offset = 0;
			for (Expression part : parts) {
				offset = resolved.text().indexOf(part.getExpressionString(), offset);
				if (part instanceof SpelExpression expression) {
					check.check(expression.getAST(), offset);
				}
				offset += part.getExpressionString().length();
			}
			return new AttributeValue(resolved, template, null, check.usedVariables());
		}
		catch (ParseException ex) {
			throw unparsable(resolved, ex);
		}
	}

	private static InvalidBilledOperationException unparsable(BilledAttribute attribute, ParseException ex) {
		String expression = (ex.getExpressionString() != null) ? ex.getExpressionString() : attribute.text();
		int offset = Math.max(0, attribute.text().indexOf(expression));
		return attribute.invalid(offset + Math.max(0, ex.getPosition()),
				"it cannot be parsed: " + ex.getSimpleMessage(),
				"Correct the expression; arguments are #name, beans are @name, texts are quoted.", ex);
	}

}
