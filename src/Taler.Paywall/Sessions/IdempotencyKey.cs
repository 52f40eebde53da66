using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Taler.Merchant;

namespace Taler.Paywall.Sessions;

/// <summary>
/// A secret of the client's own that stands for a session: who repeats a request with it meets the same order, and after the payment what
/// was bought. So it must be as hard to guess as a session-ID.
/// </summary>
internal static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";

    /// <summary>128 random bits in base64.</summary>
    private const int MinLength = 22;
    private const int MaxLength = 255;
    private const int SessionIdLength = 26;
    private const string ProtocolTag = "taler-paywall-session-1";

    /// <summary>Computes the session-ID that a key stands for, the same on every node.</summary>
    /// <param name="values">The header. A key may stand in quotes.</param>
    /// <param name="site">The configured address of the site; empty if none is.</param>
    /// <param name="sessionId">The session-ID.</param>
    /// <returns>False if there is more than one key, or one that is too short, too long, or has other characters than visible ASCII.</returns>
    public static bool TryReadSession(StringValues values, string site, [NotNullWhen(true)] out SessionId? sessionId)
    {
        sessionId = null;
        if (values is not [{ } key])
            return false;
        if (key is ['"', .., '"'])
            key = key[1..^1];
        if (key.Length is < MinLength or > MaxLength || key.AsSpan().ContainsAnyExceptInRange('!', '~') || key.Contains('"', StringComparison.Ordinal))
            return false;

        // No part can hold a line end, so different parts never make the same text.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{ProtocolTag}\n{site}\n{key}"));
        sessionId = SessionId.Parse(CrockfordBase32.Encode(hash)[..SessionIdLength]);
        return true;
    }
}
