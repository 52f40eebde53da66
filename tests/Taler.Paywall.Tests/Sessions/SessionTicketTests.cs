using System.Buffers.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Taler.Merchant;
using Taler.Paywall.Sessions;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Sessions;

public sealed class SessionTicketTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly ManualClock _clock = new();
    private readonly SessionTicket _ticket;

    public SessionTicketTests() => _ticket = new SessionTicket(_protection, _clock, NullLogger<SessionTicket>.Instance);

    [Fact]
    public void A_ticket_that_was_read_before_costs_no_decryption()
    {
        var ticket = _ticket.Write(Session.Start(_clock.GetUtcNow()), SessionTicket.MaxLength);

        Assert.NotNull(_ticket.Read(ticket, Lifetime));
        Assert.Same(_ticket.Read(ticket, Lifetime), _ticket.Read(ticket, Lifetime));
    }

    [Fact]
    public void Tickets_are_protected_for_one_purpose_whose_name_ends_in_the_version_of_the_format()
    {
        var session = Session.Start(_clock.GetUtcNow());

        var bytes = Base64Url.DecodeFromChars(_ticket.Write(session, SessionTicket.MaxLength));

        var read = SessionFormat.TryRead(_protection.CreateProtector("Taler.Paywall.Session", "v1").Unprotect(bytes));
        Assert.Equal(session.Id, read!.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no session!")]
    [InlineData("bm8gc2Vzc2lvbg")]
    [InlineData("A")]
    public void What_is_no_ticket_is_no_session(string text) => Assert.Null(_ticket.Read(text, Lifetime));

    [Fact]
    public void A_ticket_of_another_key_ring_is_no_session()
    {
        var other = new SessionTicket(new EphemeralDataProtectionProvider(), _clock, NullLogger<SessionTicket>.Instance);

        Assert.Null(_ticket.Read(other.Write(Session.Start(_clock.GetUtcNow()), SessionTicket.MaxLength), Lifetime));
    }

    [Fact]
    public void A_cookie_with_a_long_name_holds_fewer_orders_and_is_no_longer()
    {
        var name = new string('n', 300);
        var session = Enumerable.Range(1, 60).Aggregate(
            Session.Start(_clock.GetUtcNow()),
            (session, i) => session.Renew(new OrderEntry(new ResourceKey((ulong)i), 1, OrderId.Parse("ORDER" + i), OrderMark.None), _clock.GetUtcNow()));

        var line = new SessionCookie(_ticket).Write(new DefaultHttpContext(), session, new CookieBuilder { Name = name }, Lifetime)!;

        Assert.InRange(line.Split(';')[0].Length, name.Length + 100, SessionTicket.MaxLength);
    }

    [Fact]
    public void A_cookie_is_written_beside_those_of_the_answer_and_not_among_them()
    {
        var context = new DefaultHttpContext();
        context.Response.Headers.SetCookie = "a=1";

        var line = new SessionCookie(_ticket).Write(context, Session.Start(_clock.GetUtcNow()), new CookieBuilder { Name = "n" }, Lifetime);

        Assert.Equal("a=1", context.Response.Headers.SetCookie);
        Assert.StartsWith("n=", line, StringComparison.Ordinal);
        Assert.Contains("max-age=2592000", line, StringComparison.Ordinal);
    }
}
