namespace Taler.Paywall.Resources;

/// <summary>The paths that other software may see in a path: a file server, a router, a proxy, a file system.</summary>
/// <remarks>
/// The server has decoded the path once and has resolved its dot segments. <c>%2F</c> it leaves as it is, and whatever was
/// encoded twice. Each step below is one that some component takes and another does not, so all combinations are readings.
/// </remarks>
internal static class PathReadings
{
    private static readonly Func<string, string>[] Steps = [Uri.UnescapeDataString, DecodeSlashes, BackslashesAsSlashes, ResolveDotSegments, CutDotsAndSpaces, CollapseSlashes];

    /// <summary>All readings, the path as sent first.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        List<string> readings = [path];
        for (var i = 0; i < readings.Count; i++)
        {
            if (readings.Count > 200)
                throw new FormatException("A path with so many readings is refused.");
            foreach (var step in Steps)
                AddNew(readings, step(readings[i]));
        }
        return readings;
    }

    private static void AddNew(List<string> readings, string path)
    {
        if (!readings.Contains(path))
            readings.Add(path);
    }

    private static string DecodeSlashes(string path) => path
        .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
        .Replace("%5C", "\\", StringComparison.OrdinalIgnoreCase);

    private static string BackslashesAsSlashes(string path) => path.Replace('\\', '/');

    private static string ResolveDotSegments(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal))
            return path;
        var kept = new List<string>();
        foreach (var segment in path[1..].Split('/'))
        {
            // A file system that cuts spaces takes ".. " for "..".
            var text = segment.TrimEnd(' ');
            if (text is ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            else if (text is not ("." or ".."))
                kept.Add(segment);
        }
        return "/" + string.Join('/', kept);
    }

    private static string CutDotsAndSpaces(string path)
    {
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] is not ("." or ".."))
                segments[i] = segments[i].TrimEnd('.', ' ');
        }
        return string.Join('/', segments);
    }

    private static string CollapseSlashes(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal))
            return path;
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return "/" + string.Join('/', segments);
    }
}
