package ai.vluna.spring.probe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import ai.vluna.spring.client.CallContext;
import ai.vluna.spring.client.VlunaClient;
import ai.vluna.spring.client.VlunaResponse;
import ai.vluna.spring.client.protocol.MeterLimit;
import ai.vluna.spring.client.protocol.MetersQuery;
import ai.vluna.spring.context.BillingSubject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Compares the features that an application bills with those that the gate sells.
 */
final class CatalogueProbe {

	// Of the length of an address that servers and proxies accept.
	private static final int FEATURES_AT_ONCE = 50;

	private final VlunaClient client;

	private final BillingSubject subject;

	CatalogueProbe(VlunaClient client, BillingSubject subject) {
		this.client = client;
		this.subject = subject;
	}

	/**
	 * Ask the gate.
	 * @param features the codes of the features, of which there may be none: then only
	 * connection, key and realm are tried; with the meters that their tokens are mapped
	 * to
	 * @return what is wrong, or the error of the client
	 */
	Mono<List<Finding>> compare(SortedMap<String, Set<String>> features) {
		List<String> codes = new ArrayList<>(features.keySet());
		CallContext context = CallContext.ofUser(this.subject.principalId(), this.subject.userId());
		return Flux.range(0, Math.max(1, (codes.size() + FEATURES_AT_ONCE - 1) / FEATURES_AT_ONCE))
			.map((page) -> codes.subList(page * FEATURES_AT_ONCE,
					Math.min(codes.size(), (page + 1) * FEATURES_AT_ONCE)))
			.concatMap((page) -> this.client.gate().meters(context, MetersQuery.pricesOf(page)).send())
			.concatMapIterable(VlunaResponse::data)
			.collectList()
			.map((meters) -> judge(features, meters));
	}

	private List<Finding> judge(SortedMap<String, Set<String>> features, List<MeterLimit> meters) {
		SortedSet<String> unknown = new TreeSet<>(features.keySet());
		SortedMap<String, SortedSet<String>> unpriced = new TreeMap<>();
		SortedMap<String, SortedSet<String>> missing = new TreeMap<>();
		features.forEach((feature, mapped) -> missing.put(feature, new TreeSet<>(mapped)));
		for (MeterLimit meter : meters) {
			for (String feature : meter.features()) {
				unknown.remove(feature);
				Set<String> mapped = missing.get(feature);
				if (mapped != null) {
					mapped.remove(meter.meterCode());
					if (meter.pricing() == null) {
						unpriced.computeIfAbsent(feature, (key) -> new TreeSet<>()).add(meter.meterCode());
					}
				}
			}
		}
		missing.keySet().removeAll(unknown);
		missing.values().removeIf(Set::isEmpty);
		List<Finding> findings = new ArrayList<>();
		if (!unknown.isEmpty()) {
			findings.add(unknown(unknown));
		}
		if (!unpriced.isEmpty()) {
			findings.add(unpriced(unpriced));
		}
		if (!missing.isEmpty()) {
			findings.add(missing(missing));
		}
		return findings;
	}

	private Finding unknown(Collection<String> features) {
		return new Finding(
				"The gate does not know these features, or '%s/%s' may not use them: %s. Their work would be refused."
					.formatted(this.subject.principalId(), this.subject.userId(), quoted(features)),
				"Create the features in the realm, or correct the annotations. If they need an entitlement, name "
						+ "somebody who has it by 'vluna.startup-probe.principal' and 'vluna.startup-probe.user'.");
	}

	private static Finding unpriced(SortedMap<String, SortedSet<String>> unpriced) {
		return new Finding(
				"These features have no price: %s. The gate would accept their usage and charge nothing."
					.formatted(metersOf(unpriced)),
				"Set a price for each of the meters in Vluna, zero for what is meant to be free.");
	}

	private static Finding missing(SortedMap<String, SortedSet<String>> missing) {
		return new Finding(
				"Tokens are mapped to meters that these features do not have: %s. Of usage with such tokens the gate "
					.formatted(metersOf(missing)) + "would charge nothing, those with other meters included.",
				"Add the meters to the features in Vluna, or change 'vluna.features' or 'vluna.models'. Tokens that "
						+ "never come, such as the output of embedding models, need none.",
				false);
	}

	private static String metersOf(SortedMap<String, SortedSet<String>> features) {
		return features.entrySet()
			.stream()
			.map((feature) -> "'%s' (%s %s)".formatted(feature.getKey(),
					(feature.getValue().size() == 1) ? "meter" : "meters", quoted(feature.getValue())))
			.collect(Collectors.joining(", "));
	}

	private static String quoted(Collection<String> names) {
		return names.stream().map((name) -> "'" + name + "'").collect(Collectors.joining(", "));
	}

}
