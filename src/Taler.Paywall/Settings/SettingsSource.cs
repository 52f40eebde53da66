using Microsoft.Extensions.Configuration;

namespace Taler.Paywall.Settings;

/// <summary>A configuration that the options come from. Its tree is kept, since the options are made several times from it.</summary>
internal sealed class SettingsSource(IConfiguration configuration)
{
    private ConfigurationNode? _root;

    public ConfigurationNode Root => _root ??= new ConfigurationNode("", configuration);

    public IConfiguration Configuration => configuration;

    public void Forget() => _root = null;
}
