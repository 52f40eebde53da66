using Microsoft.AspNetCore.Http;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.Tests.Sessions;

/// <summary>Whatever stands in the headers of an answer, the session that goes back is the one of the visitor.</summary>
public sealed class ReturnedSessionTests
{
    private const string Name = ".Taler.Paywall";
    private const string Ours = Name + "=ours; path=/; httponly";

    [Fact]
    public void A_session_of_somebody_else_leaves_the_answer()
    {
        var headers = PutRight(null, "a=1; path=/", Name + "=stolen; path=/", "b=2", " " + Name + " =stolen");

        Assert.Equal(["a=1; path=/", "b=2"], CookiesOf(headers));
        Assert.False(headers.ContainsKey(SessionHeader.Name));
    }

    [Fact]
    public void A_session_of_somebody_else_leaves_the_answer_though_nothing_else_is_in_it() =>
        Assert.Empty(CookiesOf(PutRight(null, Name + "=stolen")));

    [Fact]
    public void Cookies_that_are_not_ours_stay_as_they_are()
    {
        string[] others = ["a=1", "nothing", Name, Name + "X=1", "X" + Name + "=1", ".taler.paywall=1", "b=" + Name + "=1"];

        Assert.Equal(others, CookiesOf(PutRight(null, others)));
        Assert.Equal([.. others, Ours], CookiesOf(PutRight(new ReturnedSession(ticket: null, Ours), others)));
    }

    [Fact]
    public void An_answer_without_cookies_stays_without() => Assert.False(PutRight(null).ContainsKey("Set-Cookie"));

    [Fact]
    public void The_returned_cookie_takes_the_place_of_any_other_of_its_name() =>
        Assert.Equal(["a=1", Ours], CookiesOf(PutRight(new ReturnedSession(ticket: null, Ours), Name + "=stolen", "a=1")));

    [Theory]
    [InlineData(Name + "=ours; path=/; secure")]
    [InlineData(Name + "=ours")]
    public void What_a_middleware_in_front_made_of_our_line_stays(string changed) =>
        Assert.Equal(["a=1", changed], CookiesOf(PutRight(new ReturnedSession(ticket: null, Ours), changed, "a=1")));

    [Fact]
    public void A_session_in_the_header_goes_back_there_and_brings_no_cookie()
    {
        var headers = PutRight(new ReturnedSession("ours", cookie: null), Name + "=stolen", "a=1");

        Assert.Equal("ours", headers[SessionHeader.Name]);
        Assert.Equal(["a=1"], CookiesOf(headers));
    }

    [Fact]
    public void Doing_it_again_changes_nothing()
    {
        var context = new DefaultHttpContext();
        context.Features.Set(new ReturnedSession("ours", Ours));
        for (var i = 0; i < 2; i++)
            ReturnedSession.PutRight(context, context.Response.Headers, Name);

        Assert.Equal(("ours", Ours), (context.Response.Headers[SessionHeader.Name].ToString(), context.Response.Headers.SetCookie.ToString()));
    }

    private static IEnumerable<string> CookiesOf(IHeaderDictionary headers) => headers.SetCookie.Select(line => line ?? "no text");

    /// <summary>The answer holds a session of somebody else, as one that a cache stored may.</summary>
    private static IHeaderDictionary PutRight(ReturnedSession? returned, params string[] cookies)
    {
        var context = new DefaultHttpContext();
        context.Features.Set(returned);
        var headers = context.Response.Headers;
        headers[SessionHeader.Name] = "stolen";
        if (cookies.Length > 0)
            headers.SetCookie = cookies;
        ReturnedSession.PutRight(context, headers, Name);
        return headers;
    }
}
