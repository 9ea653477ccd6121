package ai.vluna.spring.usage;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of what a model takes in and gives out. They are disjoint: no token is of two
 * kinds. A kind whose parent has a meter is charged there, unless it has one of its own.
 *
 * @since 0.1.0
 */
public enum TokenKind {

	/**
	 * What went in for the first time: neither read from a cache nor of a kind below.
	 */
	INPUT(null),

	/**
	 * Input that was read from the provider's cache.
	 */
	CACHE_READ(INPUT),

	/**
	 * Input that was written to the provider's cache.
	 */
	CACHE_WRITE(INPUT),

	/**
	 * Tokens of sound that went in.
	 */
	AUDIO_INPUT(INPUT),

	/**
	 * Tokens of images that went in.
	 */
	IMAGE_INPUT(INPUT),

	/**
	 * What came out, without the kinds below.
	 */
	OUTPUT(null),

	/**
	 * Output that the model kept for its own thoughts.
	 */
	REASONING(OUTPUT),

	/**
	 * Tokens of sound that came out.
	 */
	AUDIO_OUTPUT(OUTPUT),

	/**
	 * Tokens of images that came out.
	 */
	IMAGE_OUTPUT(OUTPUT),

	/**
	 * Images, where they are counted instead of tokens.
	 */
	IMAGES(null),

	/**
	 * Seconds of sound, where they are counted instead of tokens.
	 */
	AUDIO_SECONDS(null),

	/**
	 * Characters of text, where they are counted instead of tokens.
	 */
	CHARACTERS(null);

	private final @Nullable TokenKind parent;

	TokenKind(@Nullable TokenKind parent) {
		this.parent = parent;
	}

	/**
	 * Return the kind that this one is a part of.
	 * @return the parent, or {@code null} if it has none
	 */
	public @Nullable TokenKind parent() {
		return this.parent;
	}

	/**
	 * Return whether tokens are counted, and not something else in place of them.
	 * @return whether the unit is the token
	 */
	public boolean isTokens() {
		return ordinal() < IMAGES.ordinal();
	}

}
