package ai.vluna.spring.usage;

import java.util.Arrays;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * What a model call used, by kind, the same for all providers. A kind that was not told
 * is absent, which is something else than zero.
 * <p>
 * Providers differ in whether a part is told inside its parent, such as cached tokens
 * inside the input, or beside it. The {@link Builder} takes both, and what is read here
 * is disjoint either way. Several reports about one call complete each other with
 * {@link #updatedBy}, several calls add up with {@link #plus}.
 *
 * @since 0.1.0
 */
public final class TokenUsage {

	/**
	 * The usage of a call of which nothing is known.
	 */
	public static final TokenUsage NONE = builder().build();

	private static final TokenKind[] KINDS = TokenKind.values();

	private static final long ABSENT = -1;

	/**
	 * As the provider told it, or {@link #ABSENT}.
	 */
	private final long[] told;

	/**
	 * Which of the kinds were told as a part of their parent.
	 */
	private final boolean[] within;

	private TokenUsage(long[] told, boolean[] within) {
		this.told = told;
		this.within = within;
	}

	/**
	 * Start a report.
	 * @return a builder that knows nothing
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Create a usage of one kind.
	 * @param kind the kind
	 * @param count how much
	 * @return the usage
	 * @throws UnsendableUsageException if the count is negative
	 */
	public static TokenUsage of(TokenKind kind, long count) {
		return builder().count(kind, count).build();
	}

	/**
	 * Return the count of a kind, without its parts.
	 * @param kind the kind
	 * @return the count, never negative, or {@code null} when it was not told
	 */
	public @Nullable Long get(TokenKind kind) {
		long count = disjoint(kind);
		return (count != ABSENT) ? count : null;
	}

	/**
	 * Return the count of a kind, without its parts.
	 * @param kind the kind
	 * @return the count, zero when it was not told
	 */
	public long count(TokenKind kind) {
		return Math.max(disjoint(kind), 0);
	}

	/**
	 * Return the sum of all kinds, which is what a call used.
	 * @return the sum
	 * @throws UnsendableUsageException if it is too large for a number
	 */
	public long total() {
		try {
			long total = 0;
			for (TokenKind kind : KINDS) {
				total = Math.addExact(total, count(kind));
			}
			return total;
		}
		catch (ArithmeticException ex) {
			throw new UnsendableUsageException(toString(), ex);
		}
	}

	/**
	 * Return whether anything was used. Providers that know nothing of a usage tell
	 * zeros.
	 * @return whether some count that was told is positive
	 */
	public boolean reported() {
		for (long count : this.told) {
			if (count > 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return what is known of a call after a later report about it: for each kind the
	 * last count that was told. A report of zeros only tells nothing and changes nothing.
	 * @param later the later report
	 * @return the combined usage
	 */
	public TokenUsage updatedBy(TokenUsage later) {
		if (!reported() || !later.reported()) {
			return later.reported() ? later : this;
		}
		// As it was told: a later parent still contains the part that was told before.
		Builder merged = new Builder(this);
		for (TokenKind kind : KINDS) {
			int i = kind.ordinal();
			if (later.told[i] != ABSENT) {
				merged.set(kind, later.told[i], later.within[i]);
			}
		}
		return merged.build();
	}

	/**
	 * Return the usage of this call and another one together.
	 * @param other the usage of the other call
	 * @return the sum of each kind
	 * @throws UnsendableUsageException if a sum is too large for a number
	 */
	public TokenUsage plus(TokenUsage other) {
		Builder sum = new Builder();
		try {
			for (TokenKind kind : KINDS) {
				if (disjoint(kind) != ABSENT || other.disjoint(kind) != ABSENT) {
					sum.count(kind, Math.addExact(count(kind), other.count(kind)));
				}
			}
		}
		catch (ArithmeticException ex) {
			throw new UnsendableUsageException(this + " + " + other, ex);
		}
		return sum.build();
	}

	private long disjoint(TokenKind kind) {
		long count = this.told[kind.ordinal()];
		if (count == ABSENT) {
			return ABSENT;
		}
		TokenKind parent = kind.parent();
		if (parent == null) {
			return count - within(kind, null);
		}
		long whole = this.told[parent.ordinal()];
		boolean bounded = this.within[kind.ordinal()] && whole != ABSENT;
		return bounded ? Math.min(count, whole - within(parent, kind)) : count;
	}

	/**
	 * Return how much of a kind its parts are. Parts overlap where a provider tells both
	 * that tokens are sound and that they were cached: then the first counts, so that no
	 * token counts twice.
	 * @param parent the kind
	 * @param end the part not to go beyond, or {@code null} for all
	 * @return the count, never more than that of the kind
	 */
	private long within(TokenKind parent, @Nullable TokenKind end) {
		long whole = this.told[parent.ordinal()];
		long parts = 0;
		for (TokenKind part : KINDS) {
			if (part == end) {
				break;
			}
			if (part.parent() == parent && this.within[part.ordinal()]) {
				parts += Math.min(this.told[part.ordinal()], whole - parts);
			}
		}
		return parts;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TokenUsage usage && Arrays.equals(this.told, usage.told)
				&& Arrays.equals(this.within, usage.within);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.told) + Arrays.hashCode(this.within);
	}

	@Override
	public String toString() {
		StringJoiner text = new StringJoiner(", ", "TokenUsage[", "]");
		for (TokenKind kind : KINDS) {
			long count = disjoint(kind);
			if (count != ABSENT) {
				text.add(kind + "=" + count);
			}
		}
		return text.toString();
	}

	/**
	 * Takes a report as a provider makes it.
	 */
	public static final class Builder {

		private final long[] told;

		private final boolean[] within;

		private Builder() {
			this.told = new long[TokenKind.values().length];
			Arrays.fill(this.told, ABSENT);
			this.within = new boolean[this.told.length];
		}

		private Builder(TokenUsage usage) {
			this.told = usage.told.clone();
			this.within = usage.within.clone();
		}

		/**
		 * Set the count of a kind. Parts that are told with {@link #countWithin} are
		 * taken off.
		 * @param kind the kind
		 * @param count how much, or {@code null} when the provider does not tell it
		 * @return this builder
		 * @throws UnsendableUsageException if the count is negative
		 */
		public Builder count(TokenKind kind, @Nullable Number count) {
			return set(kind, count, false);
		}

		/**
		 * Set the count of a kind that the provider also counted in the parent's.
		 * @param kind a kind with a parent
		 * @param count how much, or {@code null} when the provider does not tell it
		 * @return this builder
		 * @throws UnsendableUsageException if the count is negative
		 */
		public Builder countWithin(TokenKind kind, @Nullable Number count) {
			if (kind.parent() == null) {
				throw new IllegalArgumentException("'%s' is not a part of another kind".formatted(kind));
			}
			return set(kind, count, true);
		}

		private Builder set(TokenKind kind, @Nullable Number count, boolean within) {
			if (count != null) {
				if (count.longValue() < 0) {
					throw new UnsendableUsageException(count.toString(), null);
				}
				this.told[kind.ordinal()] = count.longValue();
				this.within[kind.ordinal()] = within;
			}
			return this;
		}

		/**
		 * Build the usage.
		 * @return the usage
		 */
		public TokenUsage build() {
			return new TokenUsage(this.told.clone(), this.within.clone());
		}

	}

}
