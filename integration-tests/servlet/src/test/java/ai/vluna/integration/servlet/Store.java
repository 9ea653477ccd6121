package ai.vluna.integration.servlet;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where usage is kept until it is charged.
 */
enum Store {

	NONE {

		@Override
		Map<String, Object> properties(Path directory) {
			return Map.of();
		}

	},

	FILE {

		@Override
		Map<String, Object> properties(Path directory) {
			return Map.of("vluna.delivery.store", "file", "vluna.delivery.file.path",
					directory.resolve("usage.mv").toString());
		}

	},

	JDBC {

		@Override
		Map<String, Object> properties(Path directory) {
			return Map.of("vluna.delivery.store", "jdbc", "spring.datasource.url",
					"jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE".formatted(directory.resolve("usage")));
		}

	};

	abstract Map<String, Object> properties(Path directory);

}
