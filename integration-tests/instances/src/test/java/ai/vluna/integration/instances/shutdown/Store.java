package ai.vluna.integration.instances.shutdown;

import java.nio.file.Path;
import java.util.List;

/**
 * Where usage is kept. The application has a database in any case.
 */
enum Store {

	FILE {

		@Override
		List<String> arguments(Path directory) {
			return List.of("--vluna.delivery.store=file", "--vluna.delivery.file.path=" + directory.resolve("vluna.mv"),
					"--spring.datasource.url=jdbc:h2:mem:office");
		}

	},

	JDBC {

		@Override
		List<String> arguments(Path directory) {
			return List.of("--vluna.delivery.store=jdbc",
					"--spring.datasource.url=jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
						.formatted(directory.resolve("office")));
		}

	};

	abstract List<String> arguments(Path directory);

}
