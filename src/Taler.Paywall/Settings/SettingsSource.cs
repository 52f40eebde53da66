using Microsoft.Extensions.Configuration;

namespace Taler.Paywall.Settings;

/// <summary>A configuration that the options come from. Its tree is kept, since the options are made several times from it.</summary>
internal sealed class SettingsSource(IConfiguration configuration)
{
    private ConfigurationNode? _root;

    public ConfigurationNode Root => _root ??= new ConfigurationNode("", configuration);

    public IConfiguration Configuration => configuration;

    /// <summary>The name of the section, if the configuration has nothing below it.</summary>
    public string? MissingSection => configuration is IConfigurationSection section && !section.Exists() ? section.Path : null;

    public void Forget() => _root = null;
}
