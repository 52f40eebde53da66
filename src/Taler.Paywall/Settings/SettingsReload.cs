using Microsoft.Extensions.Configuration;

namespace Taler.Paywall.Settings;

/// <summary>
/// A configuration whose changes are followed. The framework's own change token source would make its options monitor validate the
/// options too, and throw at whoever reloads the configuration.
/// </summary>
internal sealed record SettingsReload(IConfiguration Configuration);
