package ai.vluna.spring.usage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How much was used: a quantity in minor units and, where the feature has further meters,
 * a line for each. Zero is a known usage; an unknown usage is {@code null}, never zero.
 * <p>
 * The gate takes integers from 1 to 2<sup>53</sup>-1. Other values can be expressed here,
 * so that work that was already done is not lost: they are reported instead of committed.
 *
 * @param quantityMinor the quantity in minor units
 * @param meters the meter lines, empty to have them made of the tokens or, where there
 * are none or the feature maps none to a meter, to charge the feature's primary meter
 * @param terminal whether nothing will be added to this usage, so that it may be
 * committed although a stream is interrupted later
 * @param tokens what the quantity consists of, or {@code null} when that is not known
 * @since 0.1.0
 */
public record Usage(long quantityMinor, List<MeterUsage> meters, boolean terminal, @Nullable TokenUsage tokens) {

	/**
	 * The largest quantity that the gate takes without losing precision.
	 */
	public static final long MAX_QUANTITY = (1L << 53) - 1;

	/**
	 * Create a usage.
	 * @param quantityMinor the quantity in minor units
	 * @param meters the meter lines
	 * @param terminal whether the usage is final
	 * @param tokens what the quantity consists of
	 */
	public Usage {
		meters = List.copyOf(meters);
	}

	/**
	 * Create a usage without meter lines.
	 * @param quantityMinor the quantity in minor units
	 * @return the usage
	 */
	public static Usage of(long quantityMinor) {
		return new Usage(quantityMinor, List.of(), false, null);
	}

	/**
	 * Create a usage of tokens, whose quantity is the sum of all kinds.
	 * @param tokens the tokens
	 * @return the usage
	 * @throws UnsendableUsageException if the sum is too large for a number
	 */
	public static Usage of(TokenUsage tokens) {
		return new Usage(tokens.total(), List.of(), false, tokens);
	}

	/**
	 * Create a usage from any number.
	 * @param quantityMinor the quantity in minor units
	 * @return the usage
	 * @throws UnsendableUsageException if the number is not an integer or does not fit
	 */
	public static Usage of(Number quantityMinor) {
		if (quantityMinor instanceof Integer || quantityMinor instanceof Long) {
			return of(quantityMinor.longValue());
		}
		try {
			return of(new BigDecimal(quantityMinor.toString()).longValueExact());
		}
		catch (ArithmeticException | NumberFormatException ex) {
			throw new UnsendableUsageException(quantityMinor.toString(), ex);
		}
	}

	/**
	 * Return this usage with one more meter line.
	 * @param meterCode the meter's code
	 * @param quantityMinor the meter's quantity in minor units
	 * @return a new usage
	 */
	public Usage withMeter(String meterCode, long quantityMinor) {
		List<MeterUsage> lines = new ArrayList<>(this.meters);
		lines.add(new MeterUsage(meterCode, quantityMinor));
		return new Usage(this.quantityMinor, lines, this.terminal, this.tokens);
	}

	/**
	 * Return this usage marked as final.
	 * @return a new usage
	 */
	public Usage asFinal() {
		return withTerminal(true);
	}

	/**
	 * Return this usage with meter lines in place of those it has.
	 * @param meters the meter lines
	 * @return a new usage
	 */
	public Usage withMeters(List<MeterUsage> meters) {
		return new Usage(this.quantityMinor, meters, this.terminal, this.tokens);
	}

	Usage withTerminal(boolean terminal) {
		return new Usage(this.quantityMinor, this.meters, terminal, this.tokens);
	}

	/**
	 * Return what is known after a later report about the same work: the later one, or,
	 * where both tell tokens, the last count of each kind.
	 * @param later the later report
	 * @return a usage that is as final as the later one
	 * @throws UnsendableUsageException if the quantity is too large for a number
	 */
	public Usage updatedBy(Usage later) {
		if (this.tokens == null || later.tokens == null) {
			return later;
		}
		TokenUsage merged = this.tokens.updatedBy(later.tokens);
		return new Usage(merged.total(), later.meters, later.terminal, merged);
	}

	/**
	 * Return the sum of two usages, meter by meter and kind by kind. The sum is not
	 * final, and what it consists of is only known if that is known of both.
	 * @param other the usage to add
	 * @return a new usage
	 * @throws UnsendableUsageException if the sum does not fit
	 */
	public Usage plus(Usage other) {
		try {
			Map<String, Long> lines = new LinkedHashMap<>();
			this.meters.forEach((line) -> lines.merge(line.meterCode(), line.quantityMinor(), Math::addExact));
			other.meters.forEach((line) -> lines.merge(line.meterCode(), line.quantityMinor(), Math::addExact));
			List<MeterUsage> sums = new ArrayList<>(lines.size());
			lines.forEach((code, quantity) -> sums.add(new MeterUsage(code, quantity)));
			return new Usage(Math.addExact(this.quantityMinor, other.quantityMinor), sums, false, plus(this, other));
		}
		catch (ArithmeticException ex) {
			throw new UnsendableUsageException(this.quantityMinor + " + " + other.quantityMinor, ex);
		}
	}

	private static @Nullable TokenUsage plus(Usage first, Usage second) {
		if (first.tokens == null || second.tokens == null) {
			// Lines that are made of a part would leave the rest uncharged.
			Usage rest = (first.tokens == null) ? first : second;
			Usage known = (rest == first) ? second : first;
			return rest.isZero() ? known.tokens : null;
		}
		return first.tokens.plus(second.tokens);
	}

	/**
	 * Return whether nothing was used.
	 * @return whether the quantity and all lines are zero
	 */
	public boolean isZero() {
		if (this.quantityMinor != 0) {
			return false;
		}
		for (MeterUsage line : this.meters) {
			if (line.quantityMinor() != 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether the gate can take this usage.
	 * @return whether the quantity is in range and no line is out of it
	 */
	public boolean isSendable() {
		if (this.quantityMinor <= 0 || this.quantityMinor > MAX_QUANTITY) {
			return false;
		}
		for (MeterUsage line : this.meters) {
			if (line.quantityMinor() < 0 || line.quantityMinor() > MAX_QUANTITY) {
				return false;
			}
		}
		return true;
	}

}
