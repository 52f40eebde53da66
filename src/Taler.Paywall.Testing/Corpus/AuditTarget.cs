namespace Taler.Paywall.Testing.Corpus;

/// <summary>What is tried to be got: an example path of the application.</summary>
internal sealed class AuditTarget
{
    public AuditTarget(string path, string? marker, string method, bool isSold)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(method);
        if (path[0] != '/' || path.AsSpan().ContainsAnyExceptInRange('!', '~') || path.Contains('#', StringComparison.Ordinal))
            throw new ArgumentException($"\"{path}\" is not a path. Write it as it stands in a request: from the first slash, percent-encoded, without a fragment.", nameof(path));
        if (marker is not null && string.IsNullOrWhiteSpace(marker))
            throw new ArgumentException("A marker is a text that only the paid content has. Leave it out if there is none.", nameof(marker));
        var end = path.IndexOf('?', StringComparison.Ordinal);
        (Path, Query) = end < 0 ? (path, "") : (path[..end], path[end..]);
        (Marker, Method, IsSold) = (marker, method, isSold);
    }

    /// <summary>The path as it stands in a request.</summary>
    public string Path { get; }

    /// <summary>The query with its question mark, or nothing.</summary>
    public string Query { get; }

    /// <summary>The method by which the content is got.</summary>
    public string Method { get; }

    /// <summary>A text that only the paid content has.</summary>
    public string? Marker { get; }

    public bool IsSold { get; }

    /// <summary>
    /// A target that surely does not exist, with a path of the same shape: the corpus has the same cases for it, under the same names.
    /// Null where the path has no letter to change.
    /// </summary>
    public AuditTarget? Twin()
    {
        var path = string.Create(Path.Length, Path, static (twin, path) =>
        {
            for (var i = 0; i < path.Length; i++)
                twin[i] = IsEscape(path, i) ? path[i] : Other(path[i]);
        });
        return path == Path ? null : new AuditTarget(path + Query, marker: null, Method, IsSold);
    }

    public override string ToString() => (Method == "GET" ? "" : Method + " ") + Path + Query;

    private static bool IsEscape(string path, int at) => path[at] == '%' || (at > 0 && path[at - 1] == '%') || (at > 1 && path[at - 2] == '%');

    /// <summary>The letters a, e, f, i, k, s and t stay: some cases are about them.</summary>
    private static char Other(char c)
    {
        const string Letters = "bcdghjlmnpqruvwxyzobBCDGHJLMNPQRUVWXYZOB01234567890";
        var at = Letters.IndexOf(c, StringComparison.Ordinal);
        return at < 0 ? c : Letters[at + 1];
    }
}
