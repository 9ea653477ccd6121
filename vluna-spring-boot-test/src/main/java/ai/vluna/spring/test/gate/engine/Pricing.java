package ai.vluna.spring.test.gate.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ai.vluna.spring.test.gate.catalogue.Feature;
import ai.vluna.spring.test.gate.catalogue.Price;
import ai.vluna.spring.test.gate.catalogue.Rounding;
import ai.vluna.spring.test.gate.protocol.JavaScriptNumber;
import ai.vluna.spring.test.gate.protocol.Refusal;
import ai.vluna.spring.test.gate.protocol.RequestBody.MeterLine;
import org.jspecify.annotations.Nullable;

/**
 * Turns meter lines into money. What a floored line leaves over is carried to the same
 * meter's next line.
 */
final class Pricing {

	static final String EFFECTIVE_AT = "2026-01-01T00:00:00.000Z";

	private final Feature feature;

	private final Map<String, Long> residuals;

	Pricing(Feature feature, Map<String, Long> residuals) {
		this.feature = feature;
		this.residuals = new HashMap<>(residuals);
	}

	Invoice invoice(List<MeterLine> meters) {
		List<Invoice.Line> lines = new ArrayList<>();
		long amount = 0;
		for (MeterLine meter : meters) {
			Price price = this.feature.meters().get(meter.code());
			boolean allowed = this.feature.meters().containsKey(meter.code());
			long lineAmount = (price != null) ? amount(meter, price) : 0;
			amount = safe(amount + lineAmount);
			if (meter.quantity() == JavaScriptNumber.BEYOND_BIGINT) {
				throw Refusal.database("value is out of range for type bigint");
			}
			lines.add(new Invoice.Line(meter, price, allowed, lineAmount));
		}
		return new Invoice(lines, amount, this.residuals);
	}

	private long amount(MeterLine meter, Price price) {
		long blocks = switch (price.rounding()) {
			case CEIL -> ceilDiv(meter.quantity(), price.perUnits());
			case ROUND -> (meter.quantity() + price.perUnits() / 2) / price.perUnits();
			case FLOOR -> flooredBlocks(meter, price);
		};
		return safe(clippedProduct(blocks, price.xusd()));
	}

	private long flooredBlocks(MeterLine meter, Price price) {
		long carried = this.residuals.getOrDefault(meter.code(), 0L);
		long total = meter.quantity() + carried;
		this.residuals.put(meter.code(), total % price.perUnits());
		return total / price.perUnits();
	}

	static long ceilDiv(long dividend, long divisor) {
		return dividend / divisor + ((dividend % divisor == 0) ? 0 : 1);
	}

	static long clippedProduct(long left, long right) {
		return (Math.multiplyHigh(left, right) == 0 && left * right >= 0) ? left * right : Long.MAX_VALUE;
	}

	static String roundingOf(@Nullable Price price) {
		return ((price != null) ? price.rounding() : Rounding.FLOOR).wireName();
	}

	private static long safe(long amount) {
		if (amount > JavaScriptNumber.MAX_SAFE_INTEGER || amount < 0) {
			throw Refusal.numericRange();
		}
		return amount;
	}

}
