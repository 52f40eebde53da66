using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;

namespace Taler.Paywall.Resources;

/// <summary>Names of files that a build makes beside those that people give: compressed copies, and names with a fingerprint.</summary>
internal static class FileNames
{
    private const string Label = "label";
    private const int LongestEnding = 4;

    /// <summary>
    /// The path without the fingerprint that <c>MapStaticAssets</c> puts into names, so that browsers may keep a file for ever; the path itself
    /// where there is none.
    /// </summary>
    /// <exception cref="FormatException">The path does not end in the name of the asset that routing has found.</exception>
    public static string WithoutFingerprint(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not { } asset
            || asset.Properties.FirstOrDefault(property => property.Name == Label)?.Value is not { } name)
            return path;
        path = path.TrimEnd('/');
        return path.EndsWith(asset.Route, StringComparison.OrdinalIgnoreCase)
            ? string.Concat(path.AsSpan(0, path.Length - asset.Route.Length), name)
            : throw new FormatException("A static asset is served under a path that is not its own.");
    }

    /// <summary>The file of which a compressed copy may be asked for; null where the path does not look like one. The SDK puts such copies beside text files.</summary>
    public static string? OriginalOf(string path)
    {
        var name = path.AsSpan().TrimEnd('/');
        // Every request of the site passes here, and few have an ending.
        if (!name[^Math.Min(LongestEnding, name.Length)..].Contains('.'))
            return null;
        foreach (var ending in (ReadOnlySpan<string>)[".gz", ".br", ".zst"])
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return name[..^ending.Length].ToString();
        }
        return null;
    }
}
