namespace Taler.Merchant.Http;

/// <summary>One call of the API, before any try of it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Shape">The path with names instead of IDs: what logs, metrics and messages may say.</param>
/// <param name="Path">The path and query, relative to the base URL. May hold a secret.</param>
internal sealed record MerchantCall(HttpMethod Method, string Shape, string Path)
{
    private const string PrivateFolder = "private/";

    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Whether a second try can do no harm: true of reads, and of orders with an order-ID of the caller's own.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>How long the backend may wait for something to happen before it answers; null for a call that it answers at once.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>
    /// Whether its fate says nothing of the backend's health: then it is sent once and goes past the circuit breaker. Waits are such calls, and one whose
    /// failure costs its caller little must not shut the others out.
    /// </summary>
    public bool IsAside { get; init; }

    /// <summary>What an access token must allow.</summary>
    public string? Permission { get; init; }

    /// <summary>The session-ID in <see cref="Path"/>, if there is one: a backend's hint must not repeat it.</summary>
    public string? Secret { get; init; }

    /// <summary>Only these calls carry the access token.</summary>
    public bool IsPrivate => Path.StartsWith(PrivateFolder, StringComparison.Ordinal);

    public string Name => $"{Method} {Shape}";

    public override string ToString() => Name;
}
