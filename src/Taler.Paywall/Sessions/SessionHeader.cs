using Microsoft.Extensions.Primitives;

namespace Taler.Paywall.Sessions;

/// <summary>
/// Carries a session in a header, for clients that keep no cookies or are not sent any: scripts of another site, agents. Who has brought the
/// header once more gets the session that he has, never the one in a cookie.
/// </summary>
internal sealed class SessionHeader(SessionTicket ticket)
{
    public const string Name = TalerPaywallDefaults.SessionHeaderName;

    /// <summary>What a client sends that has no session yet.</summary>
    private const string Wanted = "new";

    /// <returns>Null if a session is wanted, if there are several, or one that cannot be read or has ended.</returns>
    public Session? Read(StringValues values, TimeSpan lifetime) =>
        values is [{ } value] && !value.Equals(Wanted, StringComparison.OrdinalIgnoreCase) ? ticket.Read(value, lifetime) : null;

    /// <summary>The value of the header that gives the session back.</summary>
    public string Write(Session session) => ticket.Write(session, SessionTicket.MaxLength);
}
