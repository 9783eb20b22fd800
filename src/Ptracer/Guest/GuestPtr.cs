namespace Ptracer.Guest;

/// <summary>An address in a guest process; never dereferenced here.</summary>
internal readonly record struct GuestPtr(ulong Address)
{
    public bool IsNull => Address == 0;

    public static GuestPtr operator +(GuestPtr pointer, int offset) => new(pointer.Address + (ulong)(long)offset);
}
