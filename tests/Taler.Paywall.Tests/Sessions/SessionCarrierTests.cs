using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Sessions;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Sessions;

/// <summary>Which carrier counts, and that a session goes back the way it came.</summary>
public sealed class SessionCarrierTests : IDisposable
{
    private const string CookieName = ".Taler.Paywall";
    private const string Key = "8e03978e-40d5-43dd-bc93-6894a57f9324";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly ManualClock _clock = new();
    private readonly LogProbe _logs = new();
    private readonly SessionCarriers _carriers;

    public SessionCarrierTests()
    {
        var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_logs));
        var protection = new EphemeralDataProtectionProvider();
        var ticket = new SessionTicket(protection, _clock, loggers.CreateLogger<SessionTicket>());
        var keys = new SessionKeys(protection, _clock, new TroubleLog<SessionKeys>(loggers.CreateLogger<SessionKeys>(), new TroublePace(_clock)));
        _carriers = new SessionCarriers(new SessionCookie(ticket), new SessionHeader(ticket), keys, _clock);
    }

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void The_header_counts_before_the_cookie_and_the_cookie_before_the_key()
    {
        var (header, cookie) = (Write(SessionCarrier.Header, out var inHeader), Write(SessionCarrier.Cookie, out var inCookie));

        var all = Read((SessionHeader.Name, header), ("Cookie", cookie), (IdempotencyKey.HeaderName, Key));
        var two = Read(("Cookie", cookie), (IdempotencyKey.HeaderName, Key));
        var one = Read((IdempotencyKey.HeaderName, Key));

        Assert.Equal((SessionCarrier.Header, inHeader.Id), (all.Carrier, all.Session!.Id));
        Assert.Equal((SessionCarrier.Cookie, inCookie.Id), (two.Carrier, two.Session!.Id));
        Assert.Equal(SessionCarrier.Key, one.Carrier);
        Assert.Equal(new ReceivedSession(SessionCarrier.Cookie, null), Read());
    }

    [Fact]
    public void A_header_that_brings_no_session_still_puts_the_cookie_aside()
    {
        var cookie = Write(SessionCarrier.Cookie, out _);

        foreach (var value in new[] { "new", "", "nonsense", new string('A', 100_000) })
            Assert.Equal(new ReceivedSession(SessionCarrier.Header, null), Read((SessionHeader.Name, value), ("Cookie", cookie)));
    }

    [Fact]
    public void Only_what_cannot_be_read_is_logged_and_no_line_tells_it()
    {
        Read((SessionHeader.Name, "new"));
        Read((IdempotencyKey.HeaderName, Key));
        Read((IdempotencyKey.HeaderName, "short-secret"));
        Assert.Empty(_logs.Lines);

        Read((SessionHeader.Name, "nonsense"));

        Assert.Equal("SessionUnreadable", Assert.Single(_logs.Lines).Event);
        Assert.DoesNotContain(_logs.Lines, line => line.ToString().Contains("nonsense", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unreadable_cookie_is_no_reason_to_take_the_key() =>
        Assert.Equal(new ReceivedSession(SessionCarrier.Cookie, null), Read(("Cookie", CookieName + "=nonsense"), (IdempotencyKey.HeaderName, Key)));

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    public void A_key_that_is_none_is_told_from_no_key(string key) =>
        Assert.Equal(new ReceivedSession(SessionCarrier.UnusableKey, null), Read((IdempotencyKey.HeaderName, key)));

    [Fact]
    public void A_session_in_a_header_ends_with_its_life()
    {
        var header = Write(SessionCarrier.Header, out _);

        _clock.Advance(Lifetime);

        Assert.Null(Read((SessionHeader.Name, header)).Session);
    }

    [Fact]
    public void Two_headers_are_no_session()
    {
        var header = Write(SessionCarrier.Header, out _);
        var request = Request();
        request.Headers[SessionHeader.Name] = new StringValues([header, header]);

        Assert.Equal(new ReceivedSession(SessionCarrier.Header, null), _carriers.Read(request, CookieName, Lifetime, ""));
    }

    [Fact]
    public void A_session_in_a_header_holds_as_many_orders_as_fit()
    {
        var session = Enumerable.Range(1, 60).Aggregate(
            Session.Start(_clock.GetUtcNow()),
            (session, i) => session.Renew(new OrderEntry(new ResourceKey((ulong)i), 1, Merchant.OrderId.Parse("ORDER" + i), OrderMark.None), _clock.GetUtcNow()));
        var context = new DefaultHttpContext();

        _carriers.Write(context, session, SessionCarrier.Header, new CookieBuilder { Name = CookieName }, Lifetime);
        var header = context.Response.Headers[SessionHeader.Name].ToString();

        Assert.InRange(header.Length, 1, SessionTicket.MaxLength);
        Assert.NotNull(Read((SessionHeader.Name, header)).Session!.Find(new ResourceKey(60)));
    }

    private string Write(SessionCarrier carrier, out Session session)
    {
        var context = new DefaultHttpContext();
        session = Session.Start(_clock.GetUtcNow());
        _carriers.Write(context, session, carrier, new CookieBuilder { Name = CookieName }, Lifetime);
        var (cookie, header) = (context.Response.Headers.SetCookie.ToString(), context.Response.Headers[SessionHeader.Name].ToString());
        Assert.Equal(carrier is SessionCarrier.Cookie, header.Length == 0);
        Assert.Equal(carrier is SessionCarrier.Cookie, cookie.Length > 0);
        return carrier is SessionCarrier.Cookie ? cookie.Split(';')[0] : header;
    }

    private ReceivedSession Read(params (string Name, string Value)[] headers) => _carriers.Read(Request(headers), CookieName, Lifetime, "");

    private static HttpRequest Request(params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        foreach (var (name, value) in headers)
            request.Headers[name] = value;
        return request;
    }
}
