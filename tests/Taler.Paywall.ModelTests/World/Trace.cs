using Taler.Merchant;

namespace Taler.Paywall.ModelTests.World;

/// <summary>What came back from the backend about an order.</summary>
internal enum Word
{
    /// <summary>Nothing that can be understood.</summary>
    Trouble,

    /// <summary>The order exists now.</summary>
    Created,

    /// <summary>No order of that ID.</summary>
    Missing,
    Unpaid,
    Claimed,
    Paid,
    Refunded,
}

/// <summary>One call of a node, as the wire saw it.</summary>
/// <param name="Order">The order that it is about, if the request named one.</param>
/// <param name="Session">The session that it asked for.</param>
/// <param name="Word">What came back.</param>
/// <param name="AlreadyPaid">Whether the answer named another order as already paid.</param>
/// <param name="IsExpired">Whether the order could not be paid any more.</param>
internal sealed record Call(OrderId? Order, SessionId? Session, Word Word, bool AlreadyPaid = false, bool IsExpired = false);

/// <summary>The calls that a request to a node led to. It goes with the request wherever its work is done.</summary>
internal sealed class Trace
{
    private static readonly AsyncLocal<Trace?> Flowing = new();

    private readonly Lock _gate = new();
    private readonly List<Call> _calls = [];

    public static Trace? Current => Flowing.Value;

    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    public bool HasTrouble => Calls.Any(call => call.Word is Word.Trouble);

    /// <summary>Begins a trace for what the caller does next.</summary>
    public static Trace Begin() => Flowing.Value = new Trace();

    public void Add(Call call)
    {
        lock (_gate)
            _calls.Add(call);
    }
}
