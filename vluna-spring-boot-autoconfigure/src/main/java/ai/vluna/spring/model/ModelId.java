package ai.vluna.spring.model;

import org.springframework.util.Assert;

/**
 * A model as an AI runtime knows it.
 *
 * @param provider who offers the model, such as {@code openai}
 * @param name the provider's name of the model, such as {@code gpt-4o-mini}
 * @param kind what the model is for, which no pattern asks about
 * @since 0.1.0
 */
public record ModelId(String provider, String name, ModelKind kind) {

	/**
	 * Create the id of a model.
	 * @param provider the provider
	 * @param name the name
	 * @param kind what the model is for
	 */
	public ModelId {
		Assert.hasText(provider, "'provider' must not be empty");
		Assert.hasText(name, "'name' must not be empty");
	}

	/**
	 * Create the id of a chat model.
	 * @param provider the provider
	 * @param name the name
	 */
	public ModelId(String provider, String name) {
		this(provider, name, ModelKind.CHAT);
	}

	/**
	 * Return the id that a text stands for.
	 * @param text provider and name with a slash between them
	 * @return the id
	 * @throws IllegalArgumentException if the text has no slash between two names
	 */
	static ModelId parse(String text) {
		int slash = text.indexOf('/');
		Assert.isTrue(slash > 0, () -> "'%s' is not 'provider/name'".formatted(text));
		return new ModelId(text.substring(0, slash), text.substring(slash + 1));
	}

	/**
	 * Return the text that patterns of model rules are matched with.
	 * @return provider and name with a slash between them
	 */
	@Override
	public String toString() {
		return this.provider + "/" + this.name;
	}

}
