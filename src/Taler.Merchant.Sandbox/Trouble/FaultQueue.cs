using System.IO.Enumeration;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Trouble;

/// <summary>The faults that wait for their requests, in the order they were asked for.</summary>
internal sealed class FaultQueue
{
    private const int Capacity = 100;

    private static readonly Refusal Full = new(409, 0, $"{Capacity} faults wait already: clear them with DELETE /sandbox/faults, or order one with more \"times\".");

    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];

    /// <returns>Why the fault does not wait; null if it does.</returns>
    public Refusal? Add(Fault fault)
    {
        lock (_gate)
        {
            if (_faults.Count == Capacity)
                return Full;
            _faults.Add(fault);
            return null;
        }
    }

    public void Clear()
    {
        lock (_gate)
            _faults.Clear();
    }

    public IReadOnlyList<Fault> All()
    {
        lock (_gate)
            return [.. _faults];
    }

    /// <summary>Takes one occurrence of the first fault that matches.</summary>
    /// <param name="asked">Method, a space, and the path relative to the instance.</param>
    public Fault? Take(string asked)
    {
        lock (_gate)
        {
            var index = _faults.FindIndex(fault => FileSystemName.MatchesSimpleExpression(fault.Match, asked, ignoreCase: false));
            if (index < 0)
                return null;
            var fault = _faults[index];
            if (fault.Times == 1)
                _faults.RemoveAt(index);
            else
                _faults[index] = fault with { Times = fault.Times - 1 };
            return fault;
        }
    }
}
