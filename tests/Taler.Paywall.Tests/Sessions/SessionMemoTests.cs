using Taler.Paywall.Sessions;

namespace Taler.Paywall.Tests.Sessions;

public sealed class SessionMemoTests
{
    private static readonly Session Some = Session.Start(DateTimeOffset.UnixEpoch);

    [Fact]
    public void It_remembers_what_was_added()
    {
        var memo = new SessionMemo(10);

        memo.Add("cookie", Some);

        Assert.Same(Some, memo.Find("cookie"));
        Assert.Null(memo.Find("other"));
    }

    [Fact]
    public void It_never_holds_more_than_two_generations()
    {
        var memo = new SessionMemo(10);

        for (var i = 0; i < 1000; i++)
        {
            memo.Add("cookie" + i, Some);
            Assert.InRange(memo.Count, 1, 20);
        }
        Assert.Same(Some, memo.Find("cookie999"));
        Assert.Null(memo.Find("cookie0"));
    }

    [Fact]
    public void What_is_used_outlives_the_turn_of_generations()
    {
        var memo = new SessionMemo(10);
        memo.Add("used", Some);

        for (var i = 0; i < 1000; i++)
        {
            memo.Add("cookie" + i, Some);
            Assert.Same(Some, memo.Find("used"));
        }
    }
}
