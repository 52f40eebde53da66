using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Taler.Paywall.Diagnostics;
using Taler.Paywall.Sessions;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Sessions;

public sealed class SessionKeysTests : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly ManualClock _clock = new();
    private readonly LogProbe _logs = new();
    private readonly Store _store = new();
    private readonly SessionKeys _keys;

    public SessionKeysTests()
    {
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        _keys = new SessionKeys(_store, _clock, new TroubleLog<SessionKeys>(loggers.CreateLogger<SessionKeys>(), new TroublePace(_clock)));
    }

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Keys_that_were_there_once_are_not_asked_for_again()
    {
        Assert.True(_keys.AreThere);
        _store.IsAway = true;

        Assert.True(_keys.AreThere);
        Assert.Equal(1, _store.Questions);
    }

    [Fact]
    public void A_store_that_is_away_is_left_alone_for_a_second_and_told_of()
    {
        _store.IsAway = true;

        Assert.False(_keys.AreThere);
        _clock.Advance(Pause - Tick);
        Assert.False(_keys.AreThere);

        Assert.Equal(1, _store.Questions);
        Assert.Equal((LogLevel.Error, "KeysUnavailable"), Assert.Single(_logs.Lines.Select(line => (line.Level, line.Event))));
    }

    [Fact]
    public void A_store_that_came_back_is_found()
    {
        _store.IsAway = true;
        _ = _keys.AreThere;
        _store.IsAway = false;
        _clock.Advance(Pause);

        Assert.True(_keys.AreThere);
    }

    private sealed class Store : IDataProtectionProvider, IDataProtector
    {
        public bool IsAway { get; set; }

        public int Questions { get; private set; }

        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext)
        {
            Questions++;
            return IsAway ? throw new IOException("The share is away.") : plaintext;
        }

        public byte[] Unprotect(byte[] protectedData) => protectedData;
    }
}
