using Microsoft.Extensions.Configuration;

namespace Taler.Paywall.Settings;

/// <summary>
/// A section whose children are looked up once. The framework looks through all keys of all providers for each list of children, which
/// takes minutes for thousands of resources when it is asked at every turn.
/// </summary>
internal sealed class ConfigurationNode(string key, IConfiguration? section)
{
    private Dictionary<string, ConfigurationNode>? _children;

    public static ConfigurationNode Empty { get; } = new("", section: null);

    public string Key => key;

    public string? Value => (section as IConfigurationSection)?.Value;

    /// <summary>A value has no children, so they are not looked for.</summary>
    public bool HasChildren => Value is null && Children.Count > 0;

    public IReadOnlyCollection<ConfigurationNode> Children => ByKey.Values;

    private Dictionary<string, ConfigurationNode> ByKey => _children ??=
        (section?.GetChildren() ?? []).ToDictionary(child => child.Key, child => new ConfigurationNode(child.Key, child), StringComparer.OrdinalIgnoreCase);

    public ConfigurationNode? Child(string name) => ByKey.GetValueOrDefault(name);
}
