using Microsoft.Extensions.Configuration;

namespace Taler.Paywall.Settings;

/// <summary>
/// A section as a tree that was read once. The framework's sections look through all keys of all providers for each list of children,
/// which takes minutes for thousands of resources.
/// </summary>
internal sealed class ConfigurationNode(string key)
{
    private readonly Dictionary<string, ConfigurationNode> _children = new(StringComparer.OrdinalIgnoreCase);

    public static ConfigurationNode Empty { get; } = new("");

    public string Key => key;

    public string? Value { get; private set; }

    /// <summary>The children, numbers in their order.</summary>
    public IReadOnlyCollection<ConfigurationNode> Children => [.. _children.Values.OrderBy(child => child.Key, ConfigurationKeyComparer.Instance)];

    public static ConfigurationNode Read(IConfiguration configuration)
    {
        var root = new ConfigurationNode("");
        foreach (var (path, value) in configuration.AsEnumerable(makePathsRelative: true))
        {
            var node = root;
            foreach (var part in path.Split(ConfigurationPath.KeyDelimiter, StringSplitOptions.RemoveEmptyEntries))
                node = node.GetOrAdd(part);
            node.Value = value;
        }
        return root;
    }

    public ConfigurationNode? Child(string name) => _children.GetValueOrDefault(name);

    private ConfigurationNode GetOrAdd(string name)
    {
        if (!_children.TryGetValue(name, out var child))
            _children.Add(name, child = new ConfigurationNode(name));
        return child;
    }
}
