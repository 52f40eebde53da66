using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Sessions;

/// <summary>
/// Finds the session of a request, whatever carries it, and gives it back the same way. Never another: a cookie is out of the reach of
/// scripts, so what it holds must not come back in a header.
/// </summary>
internal sealed class SessionCarriers(SessionCookie cookie, SessionHeader header, SessionKeys keys, TimeProvider clock)
{
    /// <summary>Whether a session can be read and written. If not, nobody can tell who has paid, nor remember what is sold to whom.</summary>
    public bool AreUsable => keys.AreThere;

    public ReceivedSession Read(HttpRequest request, string cookieName, TimeSpan lifetime, string site)
    {
        if (request.Headers.TryGetValue(SessionHeader.Name, out var values))
            return new ReceivedSession(SessionCarrier.Header, header.Read(values, lifetime));
        if (cookie.Read(request, cookieName, lifetime) is { } session)
            return new ReceivedSession(SessionCarrier.Cookie, session);
        if (!request.Headers.TryGetValue(IdempotencyKey.HeaderName, out var key) || CookieHeader.TryFind(request.Headers.Cookie, cookieName, out _))
            return new ReceivedSession(SessionCarrier.Cookie, Session: null);
        return IdempotencyKey.TryReadSession(key, site, out var id)
            ? new ReceivedSession(SessionCarrier.Key, new Session(id, clock.GetUtcNow(), []))
            : new ReceivedSession(SessionCarrier.UnusableKey, Session: null);
    }

    /// <summary>Puts the session into the response. Call it before the response starts.</summary>
    public void Write(HttpContext context, Session session, SessionCarrier carrier, CookieBuilder builder, TimeSpan lifetime)
    {
        Return(context, session, carrier, builder, lifetime);
        ReturnedSession.PutRight(context, context.Response.Headers, builder.Name!);
    }

    /// <summary>Says which session goes back with what is served. It is put into the response when that leaves for the client.</summary>
    public void Return(HttpContext context, Session session, SessionCarrier carrier, CookieBuilder builder, TimeSpan lifetime) =>
        context.Features.Set(carrier is SessionCarrier.Cookie
            ? new ReturnedSession(ticket: null, cookie.Write(context, session, builder, lifetime))
            : new ReturnedSession(header.Write(session), cookie: null));

    /// <summary>Whether a request names a session otherwise than by a cookie. No browser does that when a person opens a page.</summary>
    public static bool IsInHeaders(HttpRequest request) =>
        request.Headers.ContainsKey(SessionHeader.Name) || request.Headers.ContainsKey(IdempotencyKey.HeaderName);
}

/// <summary>The session of a request.</summary>
/// <param name="Carrier">How it came.</param>
/// <param name="Session">Null for a new client.</param>
internal readonly record struct ReceivedSession(SessionCarrier Carrier, Session? Session);
