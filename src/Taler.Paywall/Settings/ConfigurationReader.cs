using System.Globalization;
using Taler.Merchant.Configuration;

namespace Taler.Paywall.Settings;

/// <summary>
/// Reads one section of the configuration and collects every mistake in it. The framework's binder stops at the first one, and an
/// operator should not have to start an application once per typing error.
/// </summary>
internal sealed class ConfigurationReader(ConfigurationNode node, string path, List<string> mistakes)
{
    private readonly SortedSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public string? Text(string key)
    {
        _known.Add(key);
        var child = node.Child(key);
        if (child?.HasChildren is true)
            mistakes.Add($"{path}:{key}: is a single value, not a section.");
        return child?.Value;
    }

    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { Length: > 0 } text)
            return null;
        if (DurationSetting.TryRead(text, out var duration))
            return duration;
        mistakes.Add($"{path}:{key}: {DurationSetting.MistakeIn(text)}");
        return null;
    }

    public int? Number(string key)
    {
        if (Text(key) is not { Length: > 0 } text)
            return null;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            return number;
        mistakes.Add($"{path}:{key}: \"{ShownText.Of(text)}\" is not a whole number.");
        return null;
    }

    public bool? Flag(string key)
    {
        if (Text(key) is not { Length: > 0 } text)
            return null;
        if (bool.TryParse(text, out var flag))
            return flag;
        mistakes.Add($"{path}:{key}: \"{ShownText.Of(text)}\" is neither true nor false.");
        return null;
    }

    public T? Choice<T>(string key)
        where T : struct, Enum
    {
        if (Text(key) is not { Length: > 0 } text)
            return null;
        if (Array.Find(Enum.GetNames<T>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
            return Enum.Parse<T>(known);
        mistakes.Add($"{path}:{key}: \"{ShownText.Of(text)}\" is none of {string.Join(", ", Enum.GetNames<T>())}.");
        return null;
    }

    public ConfigurationReader Section(string key)
    {
        var child = Known(key);
        if (!string.IsNullOrEmpty(child.Value))
            mistakes.Add($"{path}:{key}: is a section, not a single value.");
        return new ConfigurationReader(child, $"{path}:{key}", mistakes);
    }

    /// <summary>The entries of a list of sections. One section in its place is told by its settings, which are values and no entries.</summary>
    public IEnumerable<ConfigurationReader> List(string key)
    {
        var list = Known(key);
        if (string.IsNullOrEmpty(list.Value) && list.Children.All(child => string.IsNullOrEmpty(child.Value)))
            return list.Children.Select(child => new ConfigurationReader(child, $"{path}:{key}:{child.Key}", mistakes));
        mistakes.Add($"{path}:{key}: is a list of entries. Write [ {{ \"Pattern\": ... }} ].");
        return [];
    }

    public IEnumerable<string> Texts(string key)
    {
        var list = Known(key);
        if (!string.IsNullOrEmpty(list.Value))
            mistakes.Add($"{path}:{key}: is a list. Write [ \"{ShownText.Of(list.Value)}\" ].");
        return list.Children.Select(child => child.Value ?? "");
    }

    /// <summary>Reports every key that nothing asked for. Call it last.</summary>
    public void RefuseUnknownKeys()
    {
        foreach (var child in node.Children.Where(child => !_known.Contains(child.Key)))
            mistakes.Add($"{path}:{child.Key}: unknown setting. Known here: {string.Join(", ", _known)}.");
    }

    private ConfigurationNode Known(string key)
    {
        _known.Add(key);
        return node.Child(key) ?? ConfigurationNode.Empty;
    }
}
