namespace Taler.Paywall.ModelTests.World;

/// <summary>What happens to a call between a node and the backend.</summary>
internal enum Harm
{
    /// <summary>Nobody answers, nothing is done.</summary>
    LostBefore,

    /// <summary>The backend does its work, the answer is lost.</summary>
    LostAfter,

    /// <summary>The backend does its work, the answer ends in the middle.</summary>
    Truncated,

    /// <summary>No answer within any time limit.</summary>
    Silence,

    /// <summary>500.</summary>
    Failure,

    /// <summary>A proxy's page with status 200.</summary>
    Html,

    /// <summary>JSON of other types.</summary>
    Nonsense,

    /// <summary>404 that does not say that the order is unknown.</summary>
    NoInstance,

    /// <summary>401.</summary>
    Unauthorized,
}

/// <summary>Which calls are harmed.</summary>
internal enum Calls
{
    All,
    Creating,
    Asking,
}

/// <summary>The trouble that waits for the calls of the nodes.</summary>
internal sealed class Troubles
{
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];

    /// <param name="harm">What happens.</param>
    /// <param name="calls">To which calls.</param>
    /// <param name="node">Of which node; both if there is no node of that number.</param>
    /// <param name="times">How often.</param>
    public void Add(Harm harm, Calls calls, int node, int times)
    {
        lock (_gate)
            _waiting.Add(new Waiting(harm, calls, node) { Times = times });
    }

    public void Clear()
    {
        lock (_gate)
            _waiting.Clear();
    }

    public Harm? Take(int node, HttpMethod method)
    {
        lock (_gate)
        {
            var found = _waiting.Find(trouble => trouble.Meets(node, method));
            if (found is not null && --found.Times == 0)
                _waiting.Remove(found);
            return found?.Harm;
        }
    }

    private sealed class Waiting(Harm harm, Calls calls, int node)
    {
        public Harm Harm => harm;

        public int Times { get; set; }

        public bool Meets(int caller, HttpMethod method) =>
            (node is not (0 or 1) || node == caller)
            && calls switch
            {
                Calls.Creating => method == HttpMethod.Post,
                Calls.Asking => method == HttpMethod.Get,
                Calls.All => true,
            };
    }
}
