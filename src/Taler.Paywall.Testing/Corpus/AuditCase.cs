namespace Taler.Paywall.Testing.Corpus;

/// <summary>One request, exactly as it goes out. Every character of its texts is one byte.</summary>
/// <param name="Name">What a person calls it; no other case of the same corpus has this name.</param>
/// <param name="Method">The method.</param>
/// <param name="RequestTarget">The request target of HTTP/1.1, the <c>:path</c> of HTTP/2.</param>
internal sealed record AuditCase(string Name, string Method, string RequestTarget)
{
    /// <summary>Stands in targets and header values for the server's own host and port.</summary>
    public const string Own = "{authority}";

    /// <summary>The version at the end of the request line; empty: nothing stands there.</summary>
    public string Version { get; init; } = "HTTP/1.1";

    /// <summary>The host header or <c>:authority</c>; null: none.</summary>
    public string? Host { get; init; } = Own;

    public IReadOnlyList<Header> Headers { get; init; } = [];

    public string Body { get; init; } = "";

    /// <summary>Another request on the same connection, sent at once, after which the server closes it.</summary>
    public string Behind { get; init; } = "";

    public string LineEnd { get; init; } = "\r\n";

    /// <summary>The <c>:protocol</c> of an extended CONNECT.</summary>
    public string? Protocol { get; init; }

    public Wires Wires { get; init; } = Wires.Both;

    /// <summary>Whether the request is as ordinary as any browser's, so that only a paywall can stop it.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Whether it is the plain request of a program, which a paywall answers with 402 and with what is asked for.</summary>
    public bool AsksAsProgram { get; init; }

    /// <summary>Whether a paywall makes an order for it. Nearly all cases are such that it does not.</summary>
    public bool MayOrder { get; init; }

    /// <summary>Whether every reader of the request takes it for the target itself, so that a free target must stay free.</summary>
    public bool NamesTarget { get; init; }

    /// <summary>Whether the connection is of no use afterwards, because it is open to doubt where the answer ends.</summary>
    public bool EndsConnection { get; init; }
}

internal readonly record struct Header(string Name, string Value);

/// <summary>Which protocols can carry a case.</summary>
[Flags]
internal enum Wires
{
    Http1 = 1,
    Http2 = 2,
    Both = Http1 | Http2,
}
