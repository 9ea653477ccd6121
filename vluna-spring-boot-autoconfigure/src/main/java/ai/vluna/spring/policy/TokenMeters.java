package ai.vluna.spring.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.vluna.spring.usage.MeterUsage;
import ai.vluna.spring.usage.TokenKind;
import ai.vluna.spring.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Which meters charge for the tokens of a feature. A kind without a meter is charged with
 * its parent, if that has one, and is on no line otherwise. Who maps nothing gets no
 * lines at all, and the feature's primary meter charges the whole quantity.
 *
 * @param codes the codes of the meters by kind
 * @since 0.1.0
 */
public record TokenMeters(Map<TokenKind, String> codes) {

	/**
	 * Meters of a feature that maps nothing.
	 */
	public static final TokenMeters NONE = new TokenMeters(Map.of());

	/**
	 * Create the meters of a feature.
	 * @param codes the codes by kind, copied
	 * @throws IllegalArgumentException if the gate would refuse a code
	 */
	public TokenMeters {
		Map<TokenKind, String> normalised = new EnumMap<>(TokenKind.class);
		codes.forEach((kind, code) -> normalised.put(kind, FeatureCode.normalise(kind.name(), code)));
		codes = Collections.unmodifiableMap(normalised);
	}

	/**
	 * Return these meters with those they leave open taken from a wider level.
	 * @param wider the meters of the next wider level
	 * @return the combined meters
	 */
	public TokenMeters orElse(TokenMeters wider) {
		if (this.codes.isEmpty() || wider.codes.isEmpty()) {
			return this.codes.isEmpty() ? wider : this;
		}
		Map<TokenKind, String> combined = new EnumMap<>(wider.codes);
		combined.putAll(this.codes);
		return new TokenMeters(combined);
	}

	/**
	 * Return the lines that charge for tokens, in the order of the kinds.
	 * @param tokens the tokens
	 * @return a line for each meter that has anything to charge
	 * @throws ai.vluna.spring.usage.UnsendableUsageException if the quantity of a line is
	 * too large for a number
	 */
	public List<MeterUsage> lines(TokenUsage tokens) {
		if (this.codes.isEmpty()) {
			return List.of();
		}
		tokens.total();
		Map<String, Long> quantities = new LinkedHashMap<>();
		for (TokenKind kind : TokenKind.values()) {
			String code = code(kind);
			long count = tokens.count(kind);
			if (code != null && count > 0) {
				quantities.merge(code, count, Long::sum);
			}
		}
		List<MeterUsage> lines = new ArrayList<>(quantities.size());
		quantities.forEach((code, quantity) -> lines.add(new MeterUsage(code, quantity)));
		return lines;
	}

	/**
	 * Return the meters that a line may name.
	 * @return the codes of the meters, each once
	 */
	public Set<String> distinctCodes() {
		return Set.copyOf(this.codes.values());
	}

	/**
	 * Return the kinds of tokens that are on no line although others are.
	 * @return the kinds, empty where no token is mapped
	 */
	public Set<TokenKind> uncharged() {
		Set<TokenKind> uncharged = EnumSet.noneOf(TokenKind.class);
		if (this.codes.keySet().stream().anyMatch(TokenKind::isTokens)) {
			for (TokenKind kind : TokenKind.values()) {
				if (kind.isTokens() && code(kind) == null) {
					uncharged.add(kind);
				}
			}
		}
		return uncharged;
	}

	private @Nullable String code(TokenKind kind) {
		String code = this.codes.get(kind);
		TokenKind parent = kind.parent();
		return (code != null || parent == null) ? code : code(parent);
	}

}
